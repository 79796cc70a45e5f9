// A whole AT Protocol network in one process: directory and data server in memory, with APPVIEW=1
// Bluesky's AppView beside them. Started by atproto.sh, from the folder the packages are in.
import fs from 'node:fs'
import net from 'node:net'

// The packages listen on every interface; each listener is bound to loopback instead.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (first, ...rest) {
  if (typeof first === 'number' && typeof rest[0] !== 'string') rest.unshift('127.0.0.1')
  else if (first && typeof first === 'object' && 'port' in first) first = { ...first, host: '127.0.0.1' }
  return listen.call(this, first, ...rest)
}

const { TestNetwork, TestNetworkNoAppView } = await import('@atproto/dev-env')
const port = (name) => Number(process.env[name])
const database = { dbPostgresSchema: 'peers' }
const settings = {
  plc: { port: port('PLC_PORT') },
  pds: { port: port('PDS_PORT'), hostname: 'localhost', enableDidDocWithSession: true },
}
const appview = {
  ...database,
  bsky: { ...database, port: port('APPVIEW_PORT'), publicUrl: `http://localhost:${port('APPVIEW_PORT')}` },
}
const full = process.env.APPVIEW === '1'
const network = full
  ? await TestNetwork.create({ ...settings, ...appview })
  : await TestNetworkNoAppView.create(settings)

const ready = { pds: network.pds.url, plc: network.plc.url, appview: full ? network.bsky.url : null, pid: process.pid }
fs.writeFileSync(`${process.env.READY_FILE}.new`, JSON.stringify(ready) + '\n')
fs.renameSync(`${process.env.READY_FILE}.new`, process.env.READY_FILE)

const stop = async () => {
  setTimeout(() => process.exit(0), 5000).unref()
  try { await network.close() } finally { process.exit(0) }
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
