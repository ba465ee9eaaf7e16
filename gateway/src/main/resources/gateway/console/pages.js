// The pages: their addresses, what a token must allow, and where they are written.

import { session } from './session.js';

const PAGES = [
  { name: 'overview', path: ['overview'], scope: 'operator:read', inMenu: true, view: () => import('./views/overview.js') },
  { name: 'dead-letters', path: ['dead-letters'], scope: 'operator:read', inMenu: true, view: () => import('./views/dead-letters.js') },
  { name: 'dead-letter', path: ['dead-letters', ':id'], scope: 'operator:read', menu: 'dead-letters', view: () => import('./views/dead-letter.js') },
  { name: 'jobs', path: ['jobs'], scope: 'operator:read', inMenu: true, view: () => import('./views/jobs.js') },
  { name: 'messages', path: ['messages'], scope: 'operator:read', inMenu: true, view: () => import('./views/messages.js') },
  { name: 'message', path: ['messages', ':id'], scope: 'operator:read', menu: 'messages', view: () => import('./views/message.js') },
  { name: 'organisations', path: ['organisations'], scope: 'operator:read', inMenu: true, view: () => import('./views/organisations.js') },
  { name: 'organisation', path: ['organisations', ':id'], scope: 'operator:read', menu: 'organisations', view: () => import('./views/organisation.js') },
  { name: 'address', path: ['addresses', ':id'], scope: 'operator:read', menu: 'organisations', view: () => import('./views/address.js') },
  { name: 'subscriptions', path: ['subscriptions'], inMenu: true, view: () => import('./views/subscriptions.js') },
  { name: 'subscription', path: ['subscriptions', ':id'], menu: 'subscriptions', view: () => import('./views/subscription.js') },
  { name: 'audit', path: ['audit'], scope: ['operator:read', 'audit:read'], inMenu: true, view: () => import('./views/audit.js') },
];

/** One of a page's scopes opens it. */
function isOpen(page) {
  return page.scope === undefined || [page.scope].flat().some((scope) => session.may(scope));
}

/** What the menu shows to whoever is signed in. */
export function pagesFor() {
  return PAGES.filter((page) => page.inMenu && isOpen(page));
}

/** Where one begins. */
export function firstPage() {
  return pagesFor()[0] ?? null;
}

/** The page of an address, or null. */
export function pageOf(parts) {
  const matches = (path) => path.length === parts.length && path.every((part, i) => part.startsWith(':') || part === parts[i]);
  return PAGES.find((page) => matches(page.path) && isOpen(page)) ?? null;
}
