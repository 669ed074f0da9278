import type { JsonObject } from './sign.ts'

/** The credential that a signed PDF of ours carries as an attachment; null where there is none, or it cannot be reached. Never throws. */
export async function attachedCredential(pdf: Uint8Array): Promise<{ json: JsonObject; bytes: Buffer } | null> {
  const { PDF } = await import('@libpdf/core')
  try {
    const opened = await PDF.load(new Uint8Array(pdf))
    const found = [...opened.attachments.list().keys()].find((one) => one.endsWith('credential.json'))
    const content = found ? opened.attachments.get(found) : null
    if (!content) return null
    const bytes = Buffer.from(content)
    return { json: JSON.parse(bytes.toString('utf8')) as JsonObject, bytes }
  } catch {
    // A damaged paper may hide its attachment; that it is damaged is told by its signature.
    return null
  }
}
