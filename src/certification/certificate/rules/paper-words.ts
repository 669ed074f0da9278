/** Words of the form beside the lines of longer texts, as `certificate.typ` sets them. */
export const PAPER_LABELS = [
  ...['统一社会信用代码', 'Unified social credit code', '地址', 'Address', '认证范围', 'Scope'],
  ...['覆盖网点', 'Outlets covered', '有效期', 'Validity', '监督状态', 'Surveillance', '条件', 'Conditions'],
]

/** What a paper has to show of its credential, by member, with the words for people. Outlets stand in an annex of any length and are left to the credential. */
export const PAPER_MEMBERS: Readonly<Record<string, { zh: string; en: string }>> = {
  name: { zh: '持证组织', en: 'holder' },
  creditCode: { zh: '统一社会信用代码', en: 'credit code' },
  address: { zh: '地址', en: 'address' },
  certificateNumber: { zh: '证书编号', en: 'number' },
  scope: { zh: '范围', en: 'scope' },
  standard: { zh: '标准', en: 'standard' },
  level: { zh: '等级', en: 'level' },
  validFromOn: { zh: '有效期起', en: 'valid from' },
  validUntilOn: { zh: '有效期止', en: 'valid until' },
  conditions: { zh: '条件', en: 'conditions' },
}

/** The words of a credential's subject that its paper has to show. */
export function wordsOfPaper(subject: Readonly<Record<string, unknown>>): Record<string, string> {
  const shown = Object.keys(PAPER_MEMBERS).filter((member) => typeof subject[member] === 'string')
  return Object.fromEntries(shown.map((member) => [member, String(subject[member])]))
}
