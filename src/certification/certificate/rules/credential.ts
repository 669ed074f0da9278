import type { CertificateText } from '../contract/text.ts'

/** Our words in a credential, inline, so that nobody needs to load them. */
const term = (name: string) => `urn:starproof:certificate#${name}`
const list = (name: string, context?: object) => ({
  '@id': term(name),
  '@container': '@list',
  ...(context ? { '@context': context } : {}),
})

export const CERTIFICATE_TYPE = 'ServiceCertificate'
export const CERTIFICATE_CONTEXT = {
  [CERTIFICATE_TYPE]: term(CERTIFICATE_TYPE),
  CertifiedOrganisation: term('CertifiedOrganisation'),
  ...Object.fromEntries(
    [
      'certificateNumber',
      'edition',
      'creditCode',
      'address',
      'scope',
      'standard',
      'standardTitle',
      'level',
      'stars',
      'issuedOn',
      'validFromOn',
      'validUntilOn',
      'bodyAddress',
      'approvalNumber',
      'surveillanceWithinMonths',
      'surveillanceDueOn',
      'conditions',
      'registerUrl',
    ].map((name) => [name, term(name)]),
  ),
  outlets: list('outlets', { address: term('address') }),
}

/** The certificate as the subject of a credential: the same words as on paper. */
export function certificateSubject(text: CertificateText, registerUrl: string): Record<string, unknown> {
  const { number, edition, holder, scope, standard, level, outlets, body, surveillance, conditions } = text
  return {
    id: `urn:starproof:organisation:${holder.uscc}`,
    type: 'CertifiedOrganisation',
    name: holder.name,
    creditCode: holder.uscc,
    ...(holder.address ? { address: holder.address } : {}),
    certificateNumber: number,
    edition,
    scope,
    standard: standard.reference,
    ...(standard.title ? { standardTitle: standard.title.zh } : {}),
    level: level.name.zh,
    stars: level.stars,
    // Each with an id of its own: nameless nodes in a long list cost a reader time that grows without bound.
    outlets: outlets.map(({ name, address }, nth) => ({
      id: `urn:starproof:organisation:${holder.uscc}:outlet:${nth + 1}`,
      name,
      ...(address ? { address } : {}),
    })),
    issuedOn: text.issuedOn,
    validFromOn: text.validFromOn,
    validUntilOn: text.validUntilOn,
    ...(body.address ? { bodyAddress: body.address } : {}),
    ...(body.approvalNumber ? { approvalNumber: body.approvalNumber } : {}),
    surveillanceWithinMonths: surveillance.withinMonths,
    ...(surveillance.dueOn ? { surveillanceDueOn: surveillance.dueOn } : {}),
    ...(conditions ? { conditions } : {}),
    registerUrl,
  }
}

// As many places as one list has; more certificates open another list.
const LIST_LENGTH = 131_072

/** List and place in it of a status index. */
export function placeOf(statusIndex: number): { list: number; place: number } {
  return { list: Math.floor(statusIndex / LIST_LENGTH), place: statusIndex % LIST_LENGTH }
}

/** How many indexes to draw from, so that at most half of them are taken and a draw soon finds a free one. */
export function indexesFor(taken: number): number {
  return LIST_LENGTH * (1 + Math.floor((taken * 2) / LIST_LENGTH))
}
