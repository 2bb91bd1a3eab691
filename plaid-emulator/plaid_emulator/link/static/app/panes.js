// Which pane shows which view. A pane is a function (view, flow) -> what shell.show() takes.

import { accountsPane } from "./panes/accounts.js";
import { connectedPane, donePane } from "./panes/connected.js";
import { consentPane } from "./panes/consent.js";
import { credentialPane } from "./panes/credential.js";
import { errorPane, failurePane } from "./panes/error.js";
import { institutionPane } from "./panes/institution.js";
import { loadingPane } from "./panes/loading.js";
import { mfaPane } from "./panes/mfa.js";
import { oauthPane } from "./panes/oauth.js";
import { passcodePane, phonePane } from "./panes/phone.js";
import { recaptchaPane } from "./panes/recaptcha.js";
import { savedPane } from "./panes/saved.js";

const PANES = {
  CONSENT: consentPane,
  SUBMIT_PHONE: phonePane,
  VERIFY_PHONE: passcodePane,
  SELECT_SAVED_INSTITUTION: savedPane,
  SELECT_INSTITUTION: institutionPane,
  CREDENTIAL: credentialPane,
  OAUTH: oauthPane,
  RECAPTCHA: recaptchaPane,
  LOADING: loadingPane,
  MFA: mfaPane,
  SELECT_ACCOUNT: accountsPane,
  SELECT_SAVED_ACCOUNT: accountsPane,
  CONNECTED: connectedPane,
  ERROR: errorPane,
  FAILURE: failurePane,
  DONE: donePane,
};

export function paneFor(view, flow) {
  return PANES[view.name](view, flow);
}
