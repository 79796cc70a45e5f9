// An ActivityPub server by others on loopback: the npm package @fedify/fedify answers WebFinger, NodeInfo,
// actor and inbox, verifies what comes and signs what goes. These lines only hold its state, and a door for tests:
//   GET  /_log        what was received and verified so far
//   POST /_follow     {actor}
//   POST /_unfollow   {actor, id}
//   POST /_reply      {actor, inReplyTo, text}        a public note to an actor
//   POST /_change     {actor, id, text}               its text, changed
//   POST /_delete     {actor, id}
//   POST /_like       {actor, object}
//   POST /_announce   {actor, object}
//   POST /_fetch      {object}                        reads something by a signed GET
// env: PEER_PORT, FIRST_KNOCK ('rfc9421' | 'draft-cavage-http-signatures-12')
import { createFederation, generateCryptoKeyPair, InProcessMessageQueue, MemoryKvStore } from '@fedify/fedify'
import * as vocab from '@fedify/fedify/vocab'
import { serve } from '@hono/node-server'
import { Temporal } from '@js-temporal/polyfill'

const { Activity, Announce, Create, Delete, Endpoints, Follow, Like, Mention, Note, Person,
  Tombstone, Undo, Update, PUBLIC_COLLECTION } = vocab
const PORT = Number(process.env.PEER_PORT ?? 8105)
const ORIGIN = `http://127.0.0.1:${PORT}`
const NAME = 'felix'
const log = []
const notes = new Map()
let pairs

const federation = createFederation({
  kv: new MemoryKvStore(),
  queue: new InProcessMessageQueue(),
  allowPrivateAddress: true,
  origin: ORIGIN,
  ...(process.env.FIRST_KNOCK ? { firstKnock: process.env.FIRST_KNOCK } : {}),
})

federation.setActorDispatcher('/users/{identifier}', async (ctx, identifier) => {
  if (identifier !== NAME) return null
  const keys = await ctx.getActorKeyPairs(identifier)
  return new Person({
    id: ctx.getActorUri(identifier), preferredUsername: identifier, name: 'Felix van Fedify',
    url: new URL(`/@${identifier}`, ORIGIN), inbox: ctx.getInboxUri(identifier),
    followers: ctx.getFollowersUri(identifier),
    endpoints: new Endpoints({ sharedInbox: ctx.getInboxUri() }),
    publicKey: keys[0].cryptographicKey, assertionMethods: keys.map((pair) => pair.multikey),
  })
}).setKeyPairsDispatcher(async (_ctx, identifier) => {
  if (identifier !== NAME) return []
  pairs ??= [await generateCryptoKeyPair('RSASSA-PKCS1-v1_5'), await generateCryptoKeyPair('Ed25519')]
  return pairs
})
federation.setFollowersDispatcher('/users/{identifier}/followers', () => ({ items: [] }))
federation.setObjectDispatcher(Note, '/notes/{id}', (_ctx, { id }) => notes.get(id) ?? null)
federation.setNodeInfoDispatcher('/nodeinfo/2.1', () => ({
  software: { name: 'fedify-peer', version: '1.0.0' }, protocols: ['activitypub'],
  usage: { users: { total: 1 }, localPosts: notes.size, localComments: 0 },
}))
federation.setInboxListeners('/users/{identifier}/inbox', '/inbox').on(Activity, async (_ctx, activity) => {
  log.push({
    type: activity.constructor.name, id: activity.id?.href, actor: activity.actorId?.href,
    object: activity.objectId?.href ?? null, json: await activity.toJsonLd().catch(() => null),
  })
})

const me = (ctx) => ctx.getActorUri(NAME)
const unique = () => `${Date.now()}-${Math.random().toString(36).slice(2, 8)}`
async function lookUp(ctx, href) {
  const documentLoader = await ctx.getDocumentLoader({ identifier: NAME })
  const found = await ctx.lookupObject(href, { documentLoader })
  if (!found?.id) throw new Error(`nothing readable at ${href}`)
  return found
}
async function send(ctx, href, activity) {
  const to = await lookUp(ctx, href)
  await ctx.sendActivity({ identifier: NAME }, to, activity, { immediate: true })
  return { id: activity.id.href }
}
function note(ctx, id, { actor, inReplyTo, text }) {
  const told = new Note({
    id: ctx.getObjectUri(Note, { id }), attribution: me(ctx), content: text, to: PUBLIC_COLLECTION,
    cc: new URL(actor), published: Temporal.Now.instant(), url: new URL(`/n/${id}`, ORIGIN),
    replyTarget: new URL(inReplyTo), tags: [new Mention({ href: new URL(actor), name: '@you' })],
  })
  notes.set(id, told)
  return told
}
const door = {
  follow: (ctx, b) => send(ctx, b.actor, new Follow({
    id: new URL(`#follow-${unique()}`, me(ctx)), actor: me(ctx), object: new URL(b.actor) })),
  unfollow: (ctx, b) => send(ctx, b.actor, new Undo({
    id: new URL(`#undo-${unique()}`, me(ctx)), actor: me(ctx),
    object: new Follow({ id: new URL(b.id), actor: me(ctx), object: new URL(b.actor) }) })),
  like: (ctx, b) => send(ctx, b.actor, new Like({
    id: new URL(`#like-${unique()}`, me(ctx)), actor: me(ctx), object: new URL(b.object) })),
  announce: (ctx, b) => send(ctx, b.actor, new Announce({
    id: new URL(`/a/${unique()}`, ORIGIN), actor: me(ctx), object: new URL(b.object),
    to: PUBLIC_COLLECTION, cc: new URL(b.actor) })),
  async reply(ctx, b) {
    const told = note(ctx, unique(), b)
    await send(ctx, b.actor, new Create({
      id: new URL('#create', told.id), actor: me(ctx), object: told, to: PUBLIC_COLLECTION,
      cc: new URL(b.actor) }))
    return { id: told.id.href, inReplyTo: b.inReplyTo }
  },
  change: (ctx, b) => send(ctx, b.actor, new Update({
    id: new URL(`${b.id}#update-${unique()}`), actor: me(ctx), to: PUBLIC_COLLECTION,
    object: note(ctx, b.id.split('/').pop(), b) })),
  delete: (ctx, b) => send(ctx, b.actor, new Delete({
    id: new URL(`${b.id}#delete`), actor: me(ctx), to: PUBLIC_COLLECTION,
    object: new Tombstone({ id: new URL(b.id) }) })),
  async fetch(ctx, b) { return await (await lookUp(ctx, b.object)).toJsonLd() },
}

const answer = (told, status = 200) =>
  new Response(JSON.stringify(told), { status, headers: { 'content-type': 'application/json' } })
serve({
  hostname: '127.0.0.1', port: PORT,
  async fetch(request) {
    const path = new URL(request.url).pathname
    if (path === '/_log') return answer(log)
    if (path === '/_health') return answer({ pid: process.pid })
    if (request.method === 'POST' && path.startsWith('/_')) {
      const ctx = federation.createContext(new URL(ORIGIN), undefined)
      try { return answer(await door[path.slice(2)](ctx, await request.json())) }
      catch (error) { console.error(error); return answer({ error: String(error?.message ?? error) }, 500) }
    }
    return await federation.fetch(request, { contextData: undefined })
  },
}, () => console.log(`ready: ${ORIGIN}`))
process.on('SIGTERM', () => process.exit(0))
