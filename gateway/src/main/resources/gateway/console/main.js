// Begins: signs in, or shows the page that the address names, and shows the next one when the address changes.

import { get, onUnauthenticated, Problem } from './api.js';
import { freshContext } from './context.js';
import { fill } from './dom.js';
import { frame } from './frame.js';
import { i18n, t } from './i18n.js';
import { firstPage, pageOf, pagesFor } from './pages.js';
import { problemBox } from './parts/problem.js';
import { place } from './router.js';
import { session } from './session.js';
import { signIn } from './views/sign-in.js';

const root = document.getElementById('console');
let context = null;
let drawn = null;

onUnauthenticated.handler = () => signOut('sign-in.expired');

function leave() {
  context?.leave();
  context = null;
}

function signOut(reason = null) {
  leave();
  drawn = null;
  session.end();
  start(reason);
}

function start(reason = null) {
  document.title = `${t('sign-in.title')} · Budkavle`;
  fill(root, signIn({ reason, enter, speak }));
  root.querySelector('h1').focus();
}

async function enter(token) {
  session.begin(token);
  try {
    session.know(await get('/v1/me'));
  } catch (problem) {
    session.end();
    throw problem;
  }
  await show();
}

function speak(language) {
  i18n.speak(language);
  drawn = null;
  if (session.me === null) {
    start();
  } else {
    show({ focus: 'language' });
  }
}

async function show({ focus = 'heading' } = {}) {
  leave();
  const { parts, parameters } = place();
  const page = pageOf(parts) ?? (parts.length === 0 ? firstPage() : null);
  drawn ??= frame({ speak, signOut: () => signOut(), pages: pagesFor() });
  if (!drawn.element.isConnected) {
    fill(root, drawn.element);
  }
  const now = freshContext({ parts, parameters, announce: drawn.announce, show });
  context = now;
  const title = page === null ? t('page.missing') : t(`page.${page.name}`);
  document.title = `${title} · Budkavle`;
  const body = drawn.open(page, title);
  if (focus === 'language') {
    drawn.focusLanguage();
  } else {
    drawn.focusHeading();
  }
  if (page === null) {
    body.setAttribute('aria-busy', 'false');
    return;
  }
  try {
    const view = await page.view();
    const content = await view.show(now);
    if (!now.isLeft) {
      fill(body, content);
      drawn.announce(t('loaded', { page: title }));
    }
  } catch (error) {
    failed(now, body, error);
  } finally {
    body.setAttribute('aria-busy', 'false');
  }
}

function failed(now, body, error) {
  if (now.isLeft || error.name === 'AbortError') {
    return;
  }
  if (!(error instanceof Problem)) {
    throw error;
  }
  fill(body, problemBox(error));
}

window.addEventListener('hashchange', () => {
  if (session.me !== null) {
    show();
  }
});

if (session.token === null) {
  start();
} else {
  enter(session.token).catch((error) => signOut(error.status === 401 ? 'sign-in.expired' : 'sign-in.unreachable'));
}
