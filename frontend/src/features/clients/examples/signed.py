"""Ask Saldo something and sign the question. Needs Python alone: python3 signed.py "/api/transactions?limit=5"."""

import hashlib
import hmac
import json
import os
import secrets
import sys
import time
from urllib.parse import parse_qsl, quote, urlsplit
from urllib.request import Request, urlopen


def ask(method: str, target: str, body: bytes = b"") -> object:
    path, query = urlsplit(target).path, urlsplit(target).query
    pairs = sorted(parse_qsl(query, keep_blank_values=True))
    ordered = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)
    moment, nonce = str(int(time.time())), secrets.token_hex(16)
    digest = hashlib.sha256(body).hexdigest()
    text = "\n".join([method, path, ordered, digest, moment, nonce])
    signature = hmac.digest(os.environ["SALDO_CLIENT_SECRET"].encode(), text.encode(), "sha256").hex()
    headers = {
        "X-Client-Id": os.environ["SALDO_CLIENT_ID"],
        "X-Timestamp": moment,
        "X-Nonce": nonce,
        "X-Signature": signature,
        "Content-Type": "application/json",
    }
    request = Request(os.environ["SALDO_URL"] + target, body or None, headers, method=method)
    with urlopen(request) as answer:
        return json.load(answer)


print(json.dumps(ask("GET", sys.argv[1] if len(sys.argv) > 1 else "/api/accounts"), indent=2))
