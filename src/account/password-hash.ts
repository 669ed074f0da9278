import { hash, verify } from '@node-rs/argon2'

// Above the OWASP minimum for argon2id (19 MiB, 2 passes, 1 lane); some 40 ms of one core.
const COST = { memoryCost: 32 * 1024, timeCost: 2, parallelism: 1 }
const PREFIX = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$`

// Of a random password that nobody knows: somebody unknown costs the same work as a wrong password.
export const NOBODYS_HASH = `${PREFIX}zYH3eiRtW18sUMSrNNgNjw$W7WR+8osDNnIojvQ/ITnrhkHdL1Pe1xHleKOGLQNzmc`

/** The argon2id hash (PHC text) of a password, with a salt of its own. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST)
}

/** Whether the password belongs to the hash; without a hash it does the same work and says no. */
export async function isPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? NOBODYS_HASH, password.normalize('NFKC'))
  return matches && passwordHash !== undefined
}

/** True for a hash made at a former, lower cost: the next sign-in makes it anew. */
export function isHashOutdated(passwordHash: string): boolean {
  return !passwordHash.startsWith(PREFIX)
}
