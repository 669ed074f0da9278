import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits as 43 characters of base64url: too many to guess, so a plain SHA-256 of it is safe to keep. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a secret: 32 bytes from which it cannot be found again. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
