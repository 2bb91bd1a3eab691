"""People whom another issuer knows: OpenID Connect, Firebase, and access tokens of an outer auth service."""
