import { readFile } from 'node:fs/promises'
import QRCode from 'qrcode'
import { renderTypst } from '#src/server/document/render.ts'
import type { CertificateText } from '../contract/text.ts'
import { registerUrlOf } from '../rules/register-url.ts'

let template: Promise<string> | undefined

export type Paper = { text: CertificateText; credential: unknown; publicUrl: string; slug: string; madeOn: string }

/** The certificate as PDF/A-3b with its credential attached, not signed yet. */
export async function setPaper({ text, credential, publicUrl, slug, madeOn }: Paper): Promise<Uint8Array> {
  template ??= readFile(new URL('./certificate.typ', import.meta.url), 'utf8')
  const [year, month, day] = madeOn.split('-').map(Number)
  const registerUrl = registerUrlOf(publicUrl, slug, text.number)
  const qr = await QRCode.toString(registerUrl, { type: 'svg', errorCorrectionLevel: 'M', margin: 0 })
  const attachment = '/credential.json'
  return renderTypst(await template, {
    data: {
      ...text,
      ...{ registerUrl, attachment, made: { year, month, day } },
      title: `${text.number} ${text.holder.name}`,
      outletsLine: outletsLine(text),
      surveillanceLine: surveillanceLine(text),
    },
    images: { '/qr.svg': Buffer.from(qr) },
    attachments: { [attachment]: Buffer.from(`${JSON.stringify(credential, null, 2)}\n`) },
  })
}

function outletsLine({ outlets }: CertificateText): string {
  return outlets.length === 0
    ? '总部 Head office'
    : `${outlets.length} 个，见附件（${outlets.length} listed in the annex）`
}

function surveillanceLine({ surveillance: { withinMonths, dueOn } }: CertificateText): string {
  const due = dueOn ? `；首次监督不迟于 ${dueOn}` : ''
  return `与每 ${withinMonths} 个月内的监督合格结论一并有效${due}。Valid together with a surveillance passed at least every ${withinMonths} months.`
}
