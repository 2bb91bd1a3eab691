"""The categories a person can choose from."""

import httpx


async def test_every_category_is_listed_once_under_its_group(client: httpx.AsyncClient) -> None:
    groups = (await client.get("/api/categories")).raise_for_status().json()["data"]

    codes = [child["detailed"] for group in groups for child in group["children"]]
    assert (len(groups), len(codes), len(set(codes))) == (18, 123, 123)
    assert all(group["label"] and child["label"] for group in groups for child in group["children"])
