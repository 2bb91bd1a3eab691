#!/bin/sh
# In a container: fill in the templates from the environment, then become nginx. Local mode does the same in Python.
set -eu
mkdir -p /tmp/saldo/rendered
for template in /etc/saldo/nginx/templates/*.template; do
  envsubst '$LISTEN $SERVER_NAMES $BACKEND $WEB_ROOT $LINK_ORIGIN $PUBLIC_URL' \
    < "$template" > "/tmp/saldo/rendered/$(basename "$template" .template)"
done
# Throttles and the record want the caller's address, not that of the TLS proxy in front: these are believed about it.
{
  echo 'real_ip_header X-Forwarded-For;'
  echo 'real_ip_recursive on;'
  for proxy in ${TRUSTED_PROXIES:-}; do
    echo "set_real_ip_from $proxy;"
  done
} >> /tmp/saldo/rendered/deployment.conf
exec nginx -e stderr -p /tmp/saldo/ -c /etc/saldo/nginx/nginx.conf
