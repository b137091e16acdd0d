// SPDX-License-Identifier: MPL-2.0
import { UserManager } from 'oidc-client-ts';

// Runs in a frame: tells the page around it what the identity provider has answered.
const callback = new UserManager({ authority: '', client_id: '', redirect_uri: '' });
await callback.signinSilentCallback();
