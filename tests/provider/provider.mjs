// The OpenID provider that the tests sign in at: the real one from npm, with a person at the keyboard who is always there.
// Arguments: the client's id and public JWK. /_site?address=… says where the client is;
// /_keys begins to sign with new keys; /_who?sub=… says who signs in next, /_acr?acr=… how surely;
// /_groups?groups=a,b and /_amr?amr=pwd,mfa what it says of somebody who works in a municipality.
import http from 'node:http'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import Provider from 'oidc-provider'

const [clientId, clientKey] = process.argv.slice(2)
const person = { sub: 'kari', acr: 'idporten-loa-substantial', groups: [], amr: ['pwd', 'mfa'] }
let provider, address, site = 'http://localhost'

function key() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' }
}

function begin() {
  provider = new Provider(address, {
    clients: [{
      client_id: clientId,
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [JSON.parse(clientKey)] },
      redirect_uris: [`${site}/id-porten/svar`],
      post_logout_redirect_uris: [`${site}/id-porten/utlogget`],
      backchannel_logout_uri: `${site}/id-porten/logg-ut`,
      backchannel_logout_session_required: true,
    }, {
      client_id: `${clientId}-staff`,
      client_secret: 'a secret that only tests have',
      token_endpoint_auth_method: 'client_secret_post',
      redirect_uris: [`${site}/ansatt/halden/svar`],
      post_logout_redirect_uris: [`${site}/ansatt/halden/utlogget`],
      backchannel_logout_uri: `${site}/ansatt/halden/logg-ut`,
      backchannel_logout_session_required: true,
    }],
    jwks: { keys: [key()] },
    pkce: { required: () => true },
    acrValues: ['idporten-loa-low', 'idporten-loa-substantial', 'idporten-loa-high'],
    claims: { openid: ['sub', 'pid', 'groups', 'amr'], acr: null, sid: null },
    conformIdTokenClaims: false,
    cookies: { keys: ['only-for-tests'], long: { sameSite: 'none' } },
    enableHttpPostMethods: true,
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    // The dispatcher would keep it from asking machines of its own net, which is where the tests are.
    fetch: (url, { dispatcher: _ours, ...options }) => fetch(url, options),
    interactions: { url: (_ctx, interaction) => `/_interaction/${interaction.uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, pid: '01017012345', groups: person.groups }) }),
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
  })
  provider.on('server_error', (_ctx, error) => console.error(error))
  provider.on('backchannel.error', (_ctx, error) => console.error(error))
}

const server = http.createServer(async (request, response) => {
  const url = new URL(request.url, address)
  if (url.pathname === '/_keys') begin()
  else if (url.pathname === '/_site') {
    site = url.searchParams.get('address')
    begin()
  }
  else if (url.pathname === '/_who') person.sub = url.searchParams.get('sub')
  else if (url.pathname === '/_acr') person.acr = url.searchParams.get('acr') || undefined
  else if (url.pathname === '/_groups') person.groups = (url.searchParams.get('groups') || '').split(',').filter(Boolean)
  else if (url.pathname === '/_amr') person.amr = url.searchParams.get('amr').split(',')
  else if (url.pathname.startsWith('/_interaction/')) {
    const { sub: accountId, acr, amr } = person
    return provider.interactionFinished(request, response, { login: { accountId, acr, amr } })
  } else return provider.callback()(request, response)
  response.end('ok')
})
server.listen(0, '127.0.0.1', () => {
  address = `http://127.0.0.1:${server.address().port}`
  begin()
  console.log(address)
})
