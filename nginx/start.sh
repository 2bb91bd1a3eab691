#!/bin/sh
# In a container: fill in the templates from the environment, then become nginx. Local mode does the same in Python.
set -eu
mkdir -p /tmp/saldo/rendered
for template in /etc/saldo/nginx/templates/*.template; do
  envsubst '$LISTEN $SERVER_NAMES $BACKEND $WEB_ROOT $LINK_ORIGIN $PUBLIC_URL' \
    < "$template" > "/tmp/saldo/rendered/$(basename "$template" .template)"
done
exec nginx -e stderr -p /tmp/saldo/ -c /etc/saldo/nginx/nginx.conf
