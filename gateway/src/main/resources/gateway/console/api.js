// Asks the gateway. Every refusal is a Problem with the API's own code; a token that no longer holds ends the session.

import { session } from './session.js';

/** What the API answered instead (RFC 9457). */
export class Problem extends Error {
  constructor(status, body) {
    super(body.code ?? 'unreachable');
    this.status = status;
    this.code = body.code ?? 'unreachable';
    this.detail = body.detail ?? '';
    this.title = body.title ?? '';
    this.issues = body.issues ?? [];
  }
}

/** What a token can do was decided when it was made: what to do when it does not hold any more. */
export const onUnauthenticated = { handler: () => {} };

/** Reads. Parameters that are empty are left out. */
export function get(path, parameters = {}, signal = undefined) {
  return call('GET', path + query(parameters), undefined, signal);
}

/** What can be done without: null in place of what was refused. */
export function orNull(problem) {
  if (problem instanceof Problem) {
    return null;
  }
  throw problem;
}

export function post(path, body = {}) {
  return call('POST', path, body);
}

export function remove(path) {
  return call('DELETE', path);
}

/** A part of a path, encoded. */
export function part(text) {
  return encodeURIComponent(text);
}

export function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

/** Local mode: a token for whoever asks. */
export async function tokenFrom(url, organisation, scope) {
  const answer = await send(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ organisation, scope }) });
  return (await read(answer)).access_token;
}

async function call(method, path, body, signal) {
  const headers = { Accept: 'application/json', Authorization: `Bearer ${session.token}` };
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  const answer = await send(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal, cache: 'no-store' });
  if (answer.status === 401) {
    onUnauthenticated.handler();
  }
  return read(answer);
}

async function send(path, options) {
  try {
    return await fetch(path, { ...options, redirect: 'error', referrerPolicy: 'no-referrer' });
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    throw new Problem(0, {});
  }
}

async function read(answer) {
  const text = await answer.text();
  let body = null;
  try {
    body = text === '' ? null : JSON.parse(text);
  } catch {
    throw new Problem(answer.status, {});
  }
  if (!answer.ok) {
    throw new Problem(answer.status, body ?? {});
  }
  return body;
}
