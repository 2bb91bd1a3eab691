# Ask Saldo something and sign the question. Needs curl and openssl: sh signed.sh /api/transactions "limit=5"
path=${1:-/api/accounts}
query=${2:-} # pairs in the order of their names, percent-encoded
body=""
moment=$(date +%s)
nonce=$(openssl rand -hex 16)
digest=$(printf '%s' "$body" | openssl dgst -sha256 | sed 's/.* //')
text=$(printf '%s\n' GET "$path" "$query" "$digest" "$moment" "$nonce")
signature=$(printf '%s' "$text" | openssl dgst -sha256 -hmac "$SALDO_CLIENT_SECRET" | sed 's/.* //')

curl --silent --show-error --fail-with-body "$SALDO_URL$path${query:+?$query}" \
  --header "X-Client-Id: $SALDO_CLIENT_ID" \
  --header "X-Timestamp: $moment" \
  --header "X-Nonce: $nonce" \
  --header "X-Signature: $signature"
