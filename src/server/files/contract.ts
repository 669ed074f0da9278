import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { Sha256 } from '#src/shared/fields.ts'

/** What may be stored, by its first bytes, whatever its name says. */
export const MEDIA_TYPES = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'audio/mpeg',
  'audio/mp4',
  'audio/wav',
] as const

export const StoredFile = z.object({ sha256: Sha256, sizeBytes: z.number().int(), mediaType: z.string() })
export type StoredFile = z.output<typeof StoredFile>

/** Multipart with one part `file`. The same bytes sent again are the same file. */
export const uploadFile = endpoint({
  name: 'files.upload',
  method: 'POST',
  path: '/api/files',
  who: [
    'agent',
    'dispatcher',
    'technician',
    'service_manager',
    'management_representative',
    'general_manager',
    'auditor',
    'certification_officer',
    'certification_decider',
    'administrator',
  ],
  carries: 'upload',
  summary: 'Store a photo, signature, document or recording; answers its SHA-256',
  answer: StoredFile,
})

export const downloadFile = endpoint({
  name: 'files.download',
  method: 'GET',
  path: '/api/files/:sha256',
  who: 'signed_in',
  carries: 'stream',
  summary: "One of the organisation's files by its SHA-256",
  params: z.object({ sha256: Sha256 }),
  answer: z.string(),
})
