"""user_custom: accounts and transactions as its password, a JSON configuration, describes them."""
