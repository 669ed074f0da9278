import { z } from 'zod'
import { Provenance } from '../../scheme/contract.ts'
import { MATERIALS, type MaterialId } from '../contract/dossier.ts'

const Wanted = z.strictObject({
  id: z.enum(MATERIALS),
  from: z.enum(['files', 'records']),
  wanted: z.strictObject({ value: z.int().min(0).max(1000), provenance: Provenance }),
})

/** `standards/application-materials.yaml`. */
export const WantedFile = z.strictObject({
  id: z.literal('application-materials'),
  sources: z.array(z.strictObject({ id: z.string(), reference: z.string() })),
  materials: z.array(Wanted).refine(isWhole, 'every material stands there once'),
})

export type WantedMaterial = { id: MaterialId; from: 'files' | 'records'; wanted: number; isDefault: boolean }

function isWhole(materials: readonly { id: MaterialId }[]): boolean {
  return materials.length === MATERIALS.length && MATERIALS.every((id) => materials.some((one) => one.id === id))
}

export function wantedOf(file: unknown): WantedMaterial[] {
  return WantedFile.parse(file).materials.map(({ id, from, wanted }) => ({
    ...{ id, from, wanted: wanted.value },
    isDefault: wanted.provenance.kind === 'default',
  }))
}
