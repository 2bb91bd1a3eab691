"""The outbox of a development server: letters that never leave the machine, readable at it."""

import httpx
from fastapi import FastAPI

from saldo_development import outbox


async def test_letters_are_read_where_they_stay(app: FastAPI, anonymous: httpx.AsyncClient) -> None:
    app.include_router(outbox.router)
    body = {"email": "anna@example.com", "password": "correct horse battery"}
    await anonymous.post("/api/auth/sign-up", json=body)

    letters = (await anonymous.get("/api/development/outbox")).json()["data"]

    assert [letter["recipient"] for letter in letters] == ["anna@example.com"]
    assert "/confirm-address#" in letters[0]["text"]


async def test_production_has_no_outbox(anonymous: httpx.AsyncClient) -> None:
    assert (await anonymous.get("/api/development/outbox")).status_code == 404
