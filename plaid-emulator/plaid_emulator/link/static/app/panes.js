// Which pane shows which view. A pane is a function (view, flow) -> what shell.show() takes.

import { accountsPane } from "./panes/accounts.js";
import { connectedPane, donePane } from "./panes/connected.js";
import { consentPane } from "./panes/consent.js";
import { credentialPane } from "./panes/credential.js";
import { errorPane, failurePane } from "./panes/error.js";
import { institutionPane } from "./panes/institution.js";
import { loadingPane } from "./panes/loading.js";
import { mfaPane } from "./panes/mfa.js";

const PANES = {
  CONSENT: consentPane,
  SELECT_INSTITUTION: institutionPane,
  CREDENTIAL: credentialPane,
  LOADING: loadingPane,
  MFA: mfaPane,
  SELECT_ACCOUNT: accountsPane,
  CONNECTED: connectedPane,
  ERROR: errorPane,
  FAILURE: failurePane,
  DONE: donePane,
};

export function paneFor(view, flow) {
  return PANES[view.name](view, flow);
}
