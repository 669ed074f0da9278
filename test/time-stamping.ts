import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'

/** How it behaves; `url` is where it is asked. */
export type Authority = {
  url: string
  rootPem: string
  asked: number
  /** What the last question brought to sign in with. */
  signedIn: string | undefined
  /** Set to change what it answers from now on. */
  mood: 'well' | 'busy' | 'silent' | 'elsewhere' | 'refusing' | 'endless'
  close(): Promise<void>
}

const CONFIG = `
[req]
distinguished_name = dn
prompt = no
[dn]
CN = Time Root
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
[stamping]
basicConstraints = CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = one
[one]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
certs = root.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
ordering = yes
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`

/** A real authority of RFC 3161: OpenSSL behind a small server on this machine. `keys` are of its certificates. */
export async function openAuthority(keys: 'ec' | 'rsa' = 'ec'): Promise<Authority> {
  const folder = mkdtempSync(join(tmpdir(), 'starproof-tsa-'))
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  writeFileSync(join(folder, 'tsa.cnf'), CONFIG)
  writeFileSync(join(folder, 'serial'), '01')
  const kind = keys === 'ec' ? ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] : ['-newkey', 'rsa:2048']
  openssl(
    ...['req', '-x509', '-config', 'tsa.cnf', '-extensions', 'root', '-nodes', ...kind],
    ...['-keyout', 'root.key', '-out', 'root.pem', '-days', '3650'],
  )
  openssl(
    ...['req', '-config', 'tsa.cnf', '-new', '-nodes', ...kind, '-subj', '/CN=Time Authority'],
    ...['-keyout', 'tsa.key', '-out', 'tsa.csr'],
  )
  openssl(
    ...['x509', '-req', '-in', 'tsa.csr', '-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial'],
    ...['-extfile', 'tsa.cnf', '-extensions', 'stamping', '-days', '3650', '-out', 'tsa.pem'],
  )
  const stamp = (query: Buffer) => {
    writeFileSync(join(folder, 'query.tsq'), query)
    openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query.tsq', '-out', 'reply.tsr')
    return readFileSync(join(folder, 'reply.tsr'))
  }
  const server = createServer((request, reply) => {
    authority.asked++
    authority.signedIn = request.headers.authorization
    if (authority.mood === 'silent') return
    if (authority.mood === 'busy') return void reply.writeHead(503).end()
    if (authority.mood === 'elsewhere') return void reply.writeHead(307, { location: authority.url }).end()
    if (authority.mood === 'endless') return void endless(reply)
    void buffer(request).then((query) => {
      reply.setHeader('content-type', 'application/timestamp-reply')
      // A query that is none gets a reply that refuses.
      reply.end(stamp(authority.mood === 'refusing' ? Buffer.from('30030201ff', 'hex') : query))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const authority: Authority = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    rootPem: readFileSync(join(folder, 'root.pem'), 'utf8'),
    asked: 0,
    signedIn: undefined,
    mood: 'well',
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return authority
}

function endless(reply: { write(piece: Buffer): boolean; on(event: 'close', then: () => void): unknown }): void {
  const timer = setInterval(() => reply.write(Buffer.alloc(65_536)), 1)
  reply.on('close', () => clearInterval(timer))
}
