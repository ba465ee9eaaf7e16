// Who is signed in. The token lives as long as the tab: in memory, and in the tab's own storage for a reload.

const KEY = 'budkavle.token';

let token = stored();
let me = null;

function stored() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export const session = {
  get token() {
    return token;
  },

  /** Who the token stands for, as `/v1/me` tells; null before it was asked. */
  get me() {
    return me;
  },

  /** Whether the token has a scope. */
  may(scope) {
    return me !== null && me.scopes.includes(scope);
  },

  begin(newToken) {
    token = newToken;
    me = null;
    try {
      sessionStorage.setItem(KEY, newToken);
    } catch {
      // Without storage a reload asks for the token again.
    }
  },

  know(answer) {
    me = answer;
  },

  end() {
    token = null;
    me = null;
    try {
      sessionStorage.removeItem(KEY);
    } catch {
      // There was none.
    }
  },
};
