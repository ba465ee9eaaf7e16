// The address behind the # names the page and its filters, so that every view can be kept, shared and gone back to.

import { query } from './api.js';

/** The page of now: path as parts, and its parameters. */
export function place() {
  const [path, parameters = ''] = location.hash.replace(/^#/, '').split('?', 2);
  return {
    parts: path.split('/').filter((each) => each !== '').map(decoded),
    parameters: Object.fromEntries(new URLSearchParams(parameters)),
  };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address of a page. */
export function to(parts, parameters = {}) {
  return `#/${parts.map(encodeURIComponent).join('/')}${query(parameters)}`;
}

export function go(parts, parameters = {}) {
  const wanted = to(parts, parameters);
  if (location.hash === wanted) {
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  } else {
    location.hash = wanted;
  }
}
