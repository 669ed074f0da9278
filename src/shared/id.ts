import { v7 } from 'uuid'
import { z } from 'zod'

/** Identity is an argument everywhere else: ids are minted where a person acts, also offline, so that a repeated command is recognised. */
export function newId(): string {
  return v7()
}

export const Id = z.uuid()
