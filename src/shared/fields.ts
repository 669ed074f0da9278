import { z } from 'zod'

/** Shapes that many contracts share. Instants are ISO-8601 with zone, kept as UTC with milliseconds. */
export const Instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString())
export const Day = z.iso.date()
export const Longitude = z.number().min(-180).max(180)
export const Latitude = z.number().min(-90).max(90)
/** A telephone number as typed: digits, spaces, dashes, plus, brackets, extension. */
export const PhoneText = z
  .string()
  .trim()
  .max(40)
  .regex(/^[\d+\-() ×x*#转]*$/)
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
export const Version = z.number().int().min(1)
