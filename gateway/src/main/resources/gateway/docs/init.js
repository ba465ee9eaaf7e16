// Shows the API's description; where the installation names a place for tokens (local mode), signed in already.
const ui = SwaggerUIBundle({
  url: '/openapi.yaml',
  dom_id: '#ui',
  validatorUrl: null,
  onComplete: signIn,
});

async function signIn() {
  const tokenUrl = document.body.dataset.tokenUrl;
  if (!tokenUrl) {
    return;
  }
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      organisation: '0203:example.se',
      scope: 'messages:send messages:send-express messages:read inbox:read addresses:write subscriptions:write operator:read operator:write',
    }),
  });
  if (answer.ok) {
    ui.preauthorizeApiKey('bearer', (await answer.json()).access_token);
  }
}
