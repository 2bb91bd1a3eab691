/** The offline bank's own door, for making things happen there and for asking what is true. */
import type { APIRequestContext } from "@playwright/test";

type Item = { item_id: string; institution_id: string };
type Truth = { transactions: { transaction_id: string }[] };

export type Bank = {
  items: () => Promise<Item[]>;
  spend: (itemId: string, description: string, amount: number) => Promise<void>;
  countTransactions: (itemId: string) => Promise<number>;
  breakLogin: (itemId: string) => Promise<void>;
};

/** The bank behind the Saldo under test, found the way the page finds it. */
export async function openBank(request: APIRequestContext): Promise<Bank> {
  const config = await (await request.get("/api/config")).json();
  const { origin } = new URL(config.plaid.link_script_url);
  const admin = `${origin}/__admin`;
  return {
    items: async () => (await (await request.get(`${admin}/items`)).json()).items,
    spend: async (itemId, description, amount) => {
      const answer = await request.post(`${admin}/items/${itemId}/transactions`, {
        data: { rows: [{ description, amount }] },
      });
      if (!answer.ok()) throw new Error(await answer.text());
    },
    countTransactions: async (itemId) => {
      const truth: Truth = await (await request.get(`${admin}/oracle/items/${itemId}`)).json();
      return truth.transactions.length;
    },
    breakLogin: async (itemId) => {
      const answer = await request.post(`${admin}/items/${itemId}`, {
        data: { error_code: "ITEM_LOGIN_REQUIRED" },
      });
      if (!answer.ok()) throw new Error(await answer.text());
    },
  };
}
