/** The names the app uses for the API's schemas: the only place that knows what the generated file calls them. */
import type { components } from "@/shared/api/schema.gen";

type Schemas = components["schemas"];

export type Account = Schemas["Account"];
export type AccountDetail = Schemas["AccountDetail"];
export type Connection = Schemas["ConnectionShown"];
export type Sync = Schemas["SyncShown"];
export type Transaction = Schemas["Transaction"];
export type TransactionChange = Partial<Schemas["TransactionChange"]>;
export type Corrected = Schemas["Corrected"];
export type TransactionCategory = Schemas["AssignedCategory"];
export type Dashboard = Schemas["Dashboard"];
export type CurrencyDashboard = Schemas["CurrencyFigures"];
export type Me = Schemas["Me"];
export type PublicConfig = Schemas["Config"];
export type Device = Schemas["DeviceShown"];
export type Factors = Schemas["Factors"];
export type TotpEnrolment = Schemas["TotpEnrolment"];
export type Deed = Schemas["Deed"];
export type Session = Schemas["Session"];
export type Problem = Schemas["Problem"];
export type LiveEvent = Schemas["EventList"]["data"][number];
export type EventType = LiveEvent["type"];
export type EventOf<Type extends EventType> = Extract<LiveEvent, { type: Type }>;
