-- A small data folder as the first version wrote it: user_good with four days, one page of three rows read.
PRAGMA user_version = 0;
CREATE TABLE accounts (
  account_id TEXT PRIMARY KEY,
  item_id TEXT NOT NULL REFERENCES items ON DELETE CASCADE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL,
  selected INTEGER NOT NULL,
  spec TEXT NOT NULL,
  opening_e7 INTEGER,
  UNIQUE (item_id, key)
) WITHOUT ROWID;
INSERT INTO "accounts" VALUES('Fke7btM50FKWj64A2bmeNZPrAEa3oEjGdxAdU','PvAR1LYtLc4I6MeoFzYl494MlACm7886O4lRN',0,'checking',1,'{"key": "checking", "name": "Plaid Checking", "mask": "0000", "type": "depository", "subtype": "checking", "official_name": "Plaid Gold Standard 0% Interest Checking", "currency": "USD", "current": 110, "available": 100, "limit": null, "follows": false, "available_follows": true, "holder_category": "personal", "feeds_transactions": true, "facts": {}}',NULL);
INSERT INTO "accounts" VALUES('dedYsfGZBuupeRf3atE1gylfTtyFloleD2Rgp','PvAR1LYtLc4I6MeoFzYl494MlACm7886O4lRN',1,'saving',1,'{"key": "saving", "name": "Plaid Saving", "mask": "1111", "type": "depository", "subtype": "savings", "official_name": "Plaid Silver Standard 0.1% Interest Saving", "currency": "USD", "current": 210, "available": 200, "limit": null, "follows": false, "available_follows": true, "holder_category": "personal", "feeds_transactions": true, "facts": {}}',NULL);
INSERT INTO "accounts" VALUES('rgesnkndIFnI2vQWgACQnC1xMjZnqKgGmG9Ux','PvAR1LYtLc4I6MeoFzYl494MlACm7886O4lRN',4,'money_market',1,'{"key": "money_market", "name": "Plaid Money Market", "mask": "4444", "type": "depository", "subtype": "money market", "official_name": "Plaid Platinum Standard 1.85% Interest Money Market", "currency": "USD", "current": 43200, "available": 43200, "limit": null, "follows": false, "available_follows": true, "holder_category": "personal", "feeds_transactions": true, "facts": {}}',NULL);
INSERT INTO "accounts" VALUES('vDNxiXeIXKtqXKRXVyVxM6NKMCs8W4eQ14QZo','PvAR1LYtLc4I6MeoFzYl494MlACm7886O4lRN',3,'card',1,'{"key": "card", "name": "Plaid Credit Card", "mask": "3333", "type": "credit", "subtype": "credit card", "official_name": "Plaid Diamond 12.5% APR Interest Credit Card", "currency": "USD", "current": 410, "available": null, "limit": 2000, "follows": false, "available_follows": true, "holder_category": "personal", "feeds_transactions": true, "facts": {}}',NULL);
INSERT INTO "accounts" VALUES('wGtyBHqdt6CqeEaobgEtP5HGn39ubp3v8Lioz','PvAR1LYtLc4I6MeoFzYl494MlACm7886O4lRN',2,'cd',1,'{"key": "cd", "name": "Plaid CD", "mask": "2222", "type": "depository", "subtype": "cd", "official_name": "Plaid Bronze Standard 0.2% Interest CD", "currency": "USD", "current": 1000, "available": null, "limit": null, "follows": false, "available_follows": true, "holder_category": "personal", "feeds_transactions": true, "facts": {}}',NULL);
CREATE TABLE bank_rows (
  item_id TEXT NOT NULL REFERENCES items ON DELETE CASCADE,
  key TEXT NOT NULL,
  account_id TEXT NOT NULL,
  appears_at REAL NOT NULL,
  settles_at REAL NOT NULL,
  vanishes INTEGER NOT NULL,
  amount_e7 INTEGER NOT NULL,
  pending_e7 INTEGER NOT NULL,
  -- 0 not told yet, 1 told as pending, 2 nothing more to tell, 3 moves a balance and is never told
  told INTEGER NOT NULL,
  transaction_id TEXT,
  details TEXT NOT NULL,
  PRIMARY KEY (item_id, key)
) WITHOUT ROWID;
INSERT INTO "bank_rows" VALUES('PvAR1LYtLc4I6MeoFzYl494MlACm7886O4lRN','0.0','Fke7btM50FKWj64A2bmeNZPrAEa3oEjGdxAdU',1789913600.0,1789913600.0,0,54000000,54000000,2,'qmmTWLdyw3jkWhbxywFR9LHl5FQrlPVJGxsmT','{"name": "Uber 063015 SF**POOL**", "merchant": "Uber", "website": "uber.com", "pfc": "TRANSPORTATION_TAXIS_AND_RIDE_SHARES", "channel": "online", "date": "2026-09-20", "authorized_date": "2026-09-20"}');
INSERT INTO "bank_rows" VALUES('PvAR1LYtLc4I6MeoFzYl494MlACm7886O4lRN','0.1','dedYsfGZBuupeRf3atE1gylfTtyFloleD2Rgp',1789913600.0,1789913600.0,0,250000000,250000000,2,'PFoMVbruRxDAFLENy9U6Ol3bZGYOKXkteGvPE','{"name": "CREDIT CARD 3333 PAYMENT *//", "pfc": "LOAN_PAYMENTS_CREDIT_CARD_PAYMENT", "confidence": "HIGH", "date": "2026-09-20", "authorized_date": "2026-09-20", "channel": "other"}');
INSERT INTO "bank_rows" VALUES('PvAR1LYtLc4I6MeoFzYl494MlACm7886O4lRN','0.2','rgesnkndIFnI2vQWgACQnC1xMjZnqKgGmG9Ux',1789827200.0,1789827200.0,0,58500000000,58500000000,2,'AOr779UaBHXsu1Ci41RjyR5dlqGmUn2QO2CK3','{"name": "ACH Electronic CreditGUSTO PAY 123456", "pfc": "TRANSFER_OUT_ACCOUNT_TRANSFER", "confidence": "HIGH", "date": "2026-09-19", "authorized_date": "2026-09-19", "channel": "other"}');
INSERT INTO "bank_rows" VALUES('PvAR1LYtLc4I6MeoFzYl494MlACm7886O4lRN','0.3','wGtyBHqdt6CqeEaobgEtP5HGn39ubp3v8Lioz',1789827200.0,1789827200.0,0,10000000000,10000000000,2,'ZYhoIcZi4RJoLPx90UeL7zQ9YK7lCrXAWHhJT','{"name": "CD DEPOSIT .INITIAL.", "pfc": "TRANSFER_OUT_SAVINGS", "confidence": "LOW", "date": "2026-09-19", "authorized_date": "2026-09-19", "channel": "other"}');
INSERT INTO "bank_rows" VALUES('PvAR1LYtLc4I6MeoFzYl494MlACm7886O4lRN','0.4','vDNxiXeIXKtqXKRXVyVxM6NKMCs8W4eQ14QZo',1789740800.0,1789740800.0,0,785000000,785000000,2,'qemL75cuIyxH7jwbOs5HVzApz44MWUi2c0pEs','{"name": "Touchstone Climbing", "merchant": "Touchstone Climbing", "pfc": "PERSONAL_CARE_GYMS_AND_FITNESS_CENTERS", "channel": "in store", "date": "2026-09-18", "authorized_date": "2026-09-18"}');
INSERT INTO "bank_rows" VALUES('PvAR1LYtLc4I6MeoFzYl494MlACm7886O4lRN','0.5','Fke7btM50FKWj64A2bmeNZPrAEa3oEjGdxAdU',1789740800.0,1789740800.0,0,-5000000000,-5000000000,2,'ry3DQ9HLbxDpuh4TNLU65fJvUGjTL1b1GV6dT','{"name": "United Airlines", "merchant": "United Airlines", "website": "united.com", "pfc": "TRAVEL_FLIGHTS", "channel": "in store", "date": "2026-09-18", "authorized_date": "2026-09-18"}');
CREATE TABLE closed_accounts (
  account_id TEXT PRIMARY KEY REFERENCES accounts ON DELETE CASCADE, closed_at REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE items (
  item_id TEXT PRIMARY KEY,
  access_token TEXT NOT NULL UNIQUE,
  institution_id TEXT NOT NULL,
  username TEXT NOT NULL,
  password TEXT NOT NULL,
  products TEXT NOT NULL,
  days_requested INTEGER NOT NULL,
  webhook TEXT,
  created_at REAL NOT NULL,
  error_code TEXT,
  login_expires_at REAL,
  status TEXT NOT NULL DEFAULT 'NOT_READY',
  armed INTEGER NOT NULL DEFAULT 0,
  head INTEGER NOT NULL DEFAULT 0,
  filled_until REAL NOT NULL,
  polled_at REAL NOT NULL,
  next_poll_at REAL,
  failed_at REAL,
  refreshes INTEGER NOT NULL DEFAULT 0,
  removed_at REAL
) WITHOUT ROWID;
INSERT INTO "items" VALUES('PvAR1LYtLc4I6MeoFzYl494MlACm7886O4lRN','access-sandbox-00000000-0000-4000-8000-000000000000','ins_109508','user_good','pass_good','["transactions"]',4,NULL,1790000000.0,NULL,NULL,'HISTORICAL_UPDATE_COMPLETE',1,6,1790259200.0,1790000000.0,1790010960.0,NULL,0,NULL);
CREATE TABLE link_sessions (
  link_session_id TEXT PRIMARY KEY, token TEXT NOT NULL, started_at REAL NOT NULL, finished_at REAL, body TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE link_tokens (
  token TEXT PRIMARY KEY, created_at REAL NOT NULL, expires_at REAL NOT NULL, request TEXT NOT NULL, item_id TEXT
) WITHOUT ROWID;
CREATE TABLE log (
  item_id TEXT NOT NULL REFERENCES items ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL,
  transaction_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  born INTEGER NOT NULL,
  superseded_by INTEGER,
  pending INTEGER NOT NULL,
  date TEXT NOT NULL,
  original TEXT,
  body TEXT NOT NULL,
  PRIMARY KEY (item_id, sequence)
) WITHOUT ROWID;
INSERT INTO "log" VALUES('PvAR1LYtLc4I6MeoFzYl494MlACm7886O4lRN',1,'added','qemL75cuIyxH7jwbOs5HVzApz44MWUi2c0pEs','vDNxiXeIXKtqXKRXVyVxM6NKMCs8W4eQ14QZo',1,NULL,0,'2026-09-18','Touchstone Climbing','{"account_id":"vDNxiXeIXKtqXKRXVyVxM6NKMCs8W4eQ14QZo","account_owner":null,"amount":78.5,"authorized_date":"2026-09-18","authorized_datetime":null,"category":null,"category_id":null,"check_number":null,"counterparties":[{"account_numbers":null,"confidence_level":"VERY_HIGH","entity_id":"qQzHFLpOQVb3h9onJqOVsiNjrYPtCmNbf1uga","logo_url":null,"website":null,"name":"Touchstone Climbing","type":"merchant"}],"date":"2026-09-18","datetime":null,"iso_currency_code":"USD","location":{"address":null,"city":null,"country":null,"lat":null,"lon":null,"postal_code":null,"region":null,"store_number":null},"logo_url":null,"merchant_entity_id":"qQzHFLpOQVb3h9onJqOVsiNjrYPtCmNbf1uga","merchant_name":"Touchstone Climbing","name":"Touchstone Climbing","payment_channel":"in store","payment_meta":{"by_order_of":null,"payee":null,"payer":null,"payment_method":null,"payment_processor":null,"ppd_id":null,"reason":null,"reference_number":null},"pending":false,"pending_transaction_id":null,"personal_finance_category":{"confidence_level":"VERY_HIGH","detailed":"PERSONAL_CARE_GYMS_AND_FITNESS_CENTERS","primary":"PERSONAL_CARE","version":"v2"},"personal_finance_category_icon_url":"https://plaid-category-icons.plaid.com/PFC_PERSONAL_CARE.png","transaction_code":null,"transaction_id":"qemL75cuIyxH7jwbOs5HVzApz44MWUi2c0pEs","transaction_type":"place","unofficial_currency_code":null,"website":null,"running_balance":null}');
INSERT INTO "log" VALUES('PvAR1LYtLc4I6MeoFzYl494MlACm7886O4lRN',2,'added','ry3DQ9HLbxDpuh4TNLU65fJvUGjTL1b1GV6dT','Fke7btM50FKWj64A2bmeNZPrAEa3oEjGdxAdU',2,NULL,0,'2026-09-18','United Airlines','{"account_id":"Fke7btM50FKWj64A2bmeNZPrAEa3oEjGdxAdU","account_owner":null,"amount":-500.0,"authorized_date":"2026-09-18","authorized_datetime":null,"category":null,"category_id":null,"check_number":null,"counterparties":[{"account_numbers":null,"confidence_level":"VERY_HIGH","entity_id":"0cXtW0xSIEqqVEm8AiNRdlVbg14n3BKphhD0d","logo_url":null,"website":"united.com","name":"United Airlines","type":"merchant"}],"date":"2026-09-18","datetime":null,"iso_currency_code":"USD","location":{"address":null,"city":null,"country":null,"lat":null,"lon":null,"postal_code":null,"region":null,"store_number":null},"logo_url":null,"merchant_entity_id":"0cXtW0xSIEqqVEm8AiNRdlVbg14n3BKphhD0d","merchant_name":"United Airlines","name":"United Airlines","payment_channel":"in store","payment_meta":{"by_order_of":null,"payee":null,"payer":null,"payment_method":null,"payment_processor":null,"ppd_id":null,"reason":null,"reference_number":null},"pending":false,"pending_transaction_id":null,"personal_finance_category":{"confidence_level":"VERY_HIGH","detailed":"TRAVEL_FLIGHTS","primary":"TRAVEL","version":"v2"},"personal_finance_category_icon_url":"https://plaid-category-icons.plaid.com/PFC_TRAVEL.png","transaction_code":null,"transaction_id":"ry3DQ9HLbxDpuh4TNLU65fJvUGjTL1b1GV6dT","transaction_type":"place","unofficial_currency_code":null,"website":"united.com","running_balance":null}');
INSERT INTO "log" VALUES('PvAR1LYtLc4I6MeoFzYl494MlACm7886O4lRN',3,'added','AOr779UaBHXsu1Ci41RjyR5dlqGmUn2QO2CK3','rgesnkndIFnI2vQWgACQnC1xMjZnqKgGmG9Ux',3,NULL,0,'2026-09-19','ACH Electronic CreditGUSTO PAY 123456','{"account_id":"rgesnkndIFnI2vQWgACQnC1xMjZnqKgGmG9Ux","account_owner":null,"amount":5850.0,"authorized_date":"2026-09-19","authorized_datetime":null,"category":null,"category_id":null,"check_number":null,"counterparties":[],"date":"2026-09-19","datetime":null,"iso_currency_code":"USD","location":{"address":null,"city":null,"country":null,"lat":null,"lon":null,"postal_code":null,"region":null,"store_number":null},"logo_url":null,"merchant_entity_id":null,"merchant_name":null,"name":"ACH Electronic CreditGUSTO PAY 123456","payment_channel":"other","payment_meta":{"by_order_of":null,"payee":null,"payer":null,"payment_method":null,"payment_processor":null,"ppd_id":null,"reason":null,"reference_number":null},"pending":false,"pending_transaction_id":null,"personal_finance_category":{"confidence_level":"HIGH","detailed":"TRANSFER_OUT_ACCOUNT_TRANSFER","primary":"TRANSFER_OUT","version":"v2"},"personal_finance_category_icon_url":"https://plaid-category-icons.plaid.com/PFC_TRANSFER_OUT.png","transaction_code":null,"transaction_id":"AOr779UaBHXsu1Ci41RjyR5dlqGmUn2QO2CK3","transaction_type":"special","unofficial_currency_code":null,"website":null,"running_balance":null}');
INSERT INTO "log" VALUES('PvAR1LYtLc4I6MeoFzYl494MlACm7886O4lRN',4,'added','ZYhoIcZi4RJoLPx90UeL7zQ9YK7lCrXAWHhJT','wGtyBHqdt6CqeEaobgEtP5HGn39ubp3v8Lioz',4,NULL,0,'2026-09-19','CD DEPOSIT .INITIAL.','{"account_id":"wGtyBHqdt6CqeEaobgEtP5HGn39ubp3v8Lioz","account_owner":null,"amount":1000.0,"authorized_date":"2026-09-19","authorized_datetime":null,"category":null,"category_id":null,"check_number":null,"counterparties":[],"date":"2026-09-19","datetime":null,"iso_currency_code":"USD","location":{"address":null,"city":null,"country":null,"lat":null,"lon":null,"postal_code":null,"region":null,"store_number":null},"logo_url":null,"merchant_entity_id":null,"merchant_name":null,"name":"CD DEPOSIT .INITIAL.","payment_channel":"other","payment_meta":{"by_order_of":null,"payee":null,"payer":null,"payment_method":null,"payment_processor":null,"ppd_id":null,"reason":null,"reference_number":null},"pending":false,"pending_transaction_id":null,"personal_finance_category":{"confidence_level":"LOW","detailed":"TRANSFER_OUT_SAVINGS","primary":"TRANSFER_OUT","version":"v2"},"personal_finance_category_icon_url":"https://plaid-category-icons.plaid.com/PFC_TRANSFER_OUT.png","transaction_code":null,"transaction_id":"ZYhoIcZi4RJoLPx90UeL7zQ9YK7lCrXAWHhJT","transaction_type":"special","unofficial_currency_code":null,"website":null,"running_balance":null}');
INSERT INTO "log" VALUES('PvAR1LYtLc4I6MeoFzYl494MlACm7886O4lRN',5,'added','qmmTWLdyw3jkWhbxywFR9LHl5FQrlPVJGxsmT','Fke7btM50FKWj64A2bmeNZPrAEa3oEjGdxAdU',5,NULL,0,'2026-09-20','Uber 063015 SF**POOL**','{"account_id":"Fke7btM50FKWj64A2bmeNZPrAEa3oEjGdxAdU","account_owner":null,"amount":5.4,"authorized_date":"2026-09-20","authorized_datetime":null,"category":null,"category_id":null,"check_number":null,"counterparties":[{"account_numbers":null,"confidence_level":"VERY_HIGH","entity_id":"KicqlMlKE0FAFWvpYr4LQcR4n3aw6Kz3MmGHU","logo_url":null,"website":"uber.com","name":"Uber","type":"merchant"}],"date":"2026-09-20","datetime":null,"iso_currency_code":"USD","location":{"address":null,"city":null,"country":null,"lat":null,"lon":null,"postal_code":null,"region":null,"store_number":null},"logo_url":null,"merchant_entity_id":"KicqlMlKE0FAFWvpYr4LQcR4n3aw6Kz3MmGHU","merchant_name":"Uber","name":"Uber 063015 SF**POOL**","payment_channel":"online","payment_meta":{"by_order_of":null,"payee":null,"payer":null,"payment_method":null,"payment_processor":null,"ppd_id":null,"reason":null,"reference_number":null},"pending":false,"pending_transaction_id":null,"personal_finance_category":{"confidence_level":"VERY_HIGH","detailed":"TRANSPORTATION_TAXIS_AND_RIDE_SHARES","primary":"TRANSPORTATION","version":"v2"},"personal_finance_category_icon_url":"https://plaid-category-icons.plaid.com/PFC_TRANSPORTATION.png","transaction_code":null,"transaction_id":"qmmTWLdyw3jkWhbxywFR9LHl5FQrlPVJGxsmT","transaction_type":"digital","unofficial_currency_code":null,"website":"uber.com","running_balance":null}');
INSERT INTO "log" VALUES('PvAR1LYtLc4I6MeoFzYl494MlACm7886O4lRN',6,'added','PFoMVbruRxDAFLENy9U6Ol3bZGYOKXkteGvPE','dedYsfGZBuupeRf3atE1gylfTtyFloleD2Rgp',6,NULL,0,'2026-09-20','CREDIT CARD 3333 PAYMENT *//','{"account_id":"dedYsfGZBuupeRf3atE1gylfTtyFloleD2Rgp","account_owner":null,"amount":25.0,"authorized_date":"2026-09-20","authorized_datetime":null,"category":null,"category_id":null,"check_number":null,"counterparties":[],"date":"2026-09-20","datetime":null,"iso_currency_code":"USD","location":{"address":null,"city":null,"country":null,"lat":null,"lon":null,"postal_code":null,"region":null,"store_number":null},"logo_url":null,"merchant_entity_id":null,"merchant_name":null,"name":"CREDIT CARD 3333 PAYMENT *//","payment_channel":"other","payment_meta":{"by_order_of":null,"payee":null,"payer":null,"payment_method":null,"payment_processor":null,"ppd_id":null,"reason":null,"reference_number":null},"pending":false,"pending_transaction_id":null,"personal_finance_category":{"confidence_level":"HIGH","detailed":"LOAN_PAYMENTS_CREDIT_CARD_PAYMENT","primary":"LOAN_PAYMENTS","version":"v2"},"personal_finance_category_icon_url":"https://plaid-category-icons.plaid.com/PFC_LOAN_PAYMENTS.png","transaction_code":null,"transaction_id":"PFoMVbruRxDAFLENy9U6Ol3bZGYOKXkteGvPE","transaction_type":"special","unofficial_currency_code":null,"website":null,"running_balance":null}');
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "meta" VALUES('clock','{"anchor_real": 1795252880.095176, "anchor": 1790000000.0, "speed": 0}');
INSERT INTO "meta" VALUES('epoch','1790000000.0');
CREATE TABLE price_changes (
  item_id TEXT NOT NULL REFERENCES items ON DELETE CASCADE,
  name TEXT NOT NULL,
  factor REAL NOT NULL,
  since REAL NOT NULL,
  PRIMARY KEY (item_id, name, since)
) WITHOUT ROWID;
CREATE TABLE public_tokens (
  token TEXT PRIMARY KEY, item_id TEXT NOT NULL, created_at REAL NOT NULL, expires_at REAL NOT NULL, used_at REAL
) WITHOUT ROWID;
CREATE TABLE served (
  item_id TEXT NOT NULL REFERENCES items ON DELETE CASCADE,
  account_id TEXT NOT NULL,
  base INTEGER NOT NULL,
  snapshot INTEGER NOT NULL,
  PRIMARY KEY (item_id, account_id, base)
) WITHOUT ROWID;
INSERT INTO "served" VALUES('PvAR1LYtLc4I6MeoFzYl494MlACm7886O4lRN','',0,6);
CREATE TABLE signing_keys (
  kid TEXT PRIMARY KEY, private_pem TEXT NOT NULL, created_at REAL NOT NULL, expired_at REAL
) WITHOUT ROWID;
CREATE TABLE webhooks (
  id INTEGER PRIMARY KEY,
  item_id TEXT,
  url TEXT NOT NULL,
  code TEXT NOT NULL,
  body TEXT NOT NULL,
  fault TEXT,
  created_at REAL NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at REAL,
  outcome TEXT NOT NULL DEFAULT 'waiting',
  last_status INTEGER,
  finished_at REAL
);
CREATE INDEX items_due ON items (next_poll_at) WHERE next_poll_at IS NOT NULL;
CREATE INDEX bank_rows_open ON bank_rows (item_id, appears_at) WHERE told < 2;
CREATE INDEX bank_rows_account ON bank_rows (item_id, account_id);
CREATE INDEX log_live ON log (item_id, transaction_id) WHERE superseded_by IS NULL;
CREATE INDEX webhooks_due ON webhooks (next_at) WHERE next_at IS NOT NULL;
INSERT INTO meta VALUES ('test.cursor', 'gwWnjBWQQtBbIlB2QVIxTFl0TGM0STZNZW9GellsNDk0TWxBQ203ODg2TzRsUk4iLCIiLDAsMyw2LDZd');
