// What stands around every page: the skip link, the menu, the language, who is signed in, and a voice for screen readers.

import { el, fill } from './dom.js';
import { t } from './i18n.js';
import { languageSwitch } from './parts/language.js';
import { to } from './router.js';
import { session } from './session.js';

/** Draws it. `open` empties it for a page and returns where the page goes. */
export function frame({ speak, signOut, pages }) {
  const heading = el('h1', { tabindex: '-1', class: 'heading' });
  const body = el('div', { class: 'body' });
  const voice = el('p', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  const languages = languageSwitch(speak);
  const links = pages.map((page) => [page.name, el('a', { href: to(page.path) }, t(`page.${page.name}`))]);
  const main = el('main', { id: 'main', class: 'main' }, heading, body);
  const skip = el('a', {
    class: 'skip',
    href: '#main',
    onclick: (event) => {
      // The address names the page, so it must not change.
      event.preventDefault();
      heading.focus();
      main.scrollIntoView();
    },
  }, t('skip'));

  const element = el('div', { class: 'frame' },
    skip,
    el('header', { class: 'top' },
      el('div', { class: 'top-inner' },
        el('a', { class: 'brand', href: to(pages[0]?.path ?? []) }, mark(), el('span', null, 'Budkavle')),
        el('div', { class: 'self' },
          el('span', { class: 'who' }, session.me.organisation),
          languages,
          el('button', { type: 'button', class: 'quiet', onclick: signOut }, t('sign-out'))),
        el('nav', { class: 'menu', 'aria-label': t('menu') }, el('ul', null, links.map(([, link]) => el('li', null, link)))))),
    main,
    voice);

  return {
    element,

    announce(text) {
      // The same words twice are told twice.
      voice.textContent = '';
      setTimeout(() => {
        voice.textContent = text;
      }, 50);
    },

    open(page, title) {
      const current = page?.menu ?? page?.name;
      for (const [name, link] of links) {
        if (name === current) {
          link.setAttribute('aria-current', 'page');
        } else {
          link.removeAttribute('aria-current');
        }
      }
      heading.textContent = title;
      body.setAttribute('aria-busy', 'true');
      fill(body, page === null ? el('p', null, t('page.missing.text')) : el('p', { class: 'waiting' }, t('loading')));
      return body;
    },

    focusHeading() {
      heading.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    },

    focusLanguage() {
      languages.querySelector('[aria-pressed="true"]').focus();
    },
  };
}

function mark() {
  return el('img', { src: '/console/icon.svg', alt: '', width: 28, height: 28 });
}
