import type { ApplicationNotice } from '#src/evaluation/certification-progress/contract/letter.ts'

/** The mail that goes with a notice; the letter itself carries the figures. Materials by their Chinese or English names. */
export function wordNotice(
  notice: ApplicationNotice,
  bodyName: string,
  language: string,
): { subject: string; body: string } {
  return language === 'en' ? inEnglish(notice, bodyName) : inChinese(notice, bodyName)
}

function inChinese({ notice, applicationNumber, clientName, reason, dueOn, on }: ApplicationNotice, bodyName: string) {
  const said = {
    more_asked: `您的认证申请需要补充材料，请于 ${dueOn} 前提交。`,
    accepted: '您的认证申请已受理，我们将另行送达报价与合同。',
    refused: '您的认证申请未予受理。',
    withdrawn: '您的认证申请已按您的要求撤回。',
  }[notice]
  const lines = [`${clientName}：`, '', said, ...(reason ? ['', `说明：${reason}`] : []), '', bodyName, on]
  return { subject: `认证申请 ${applicationNumber}`, body: lines.join('\n') }
}

function inEnglish({ notice, applicationNumber, clientName, reason, dueOn, on }: ApplicationNotice, bodyName: string) {
  const said = {
    more_asked: `Your application needs further material. Please hand it in by ${dueOn}.`,
    accepted: 'Your application was accepted. Quotation and contract will follow.',
    refused: 'Your application was not accepted.',
    withdrawn: 'Your application was withdrawn as you asked.',
  }[notice]
  const lines = [`To ${clientName}`, '', said, ...(reason ? ['', `In detail: ${reason}`] : []), '', bodyName, on]
  return { subject: `Application ${applicationNumber}`, body: lines.join('\n') }
}
