import { showYuan } from './words.ts'

type Told = { number: string; clientName: string; bodyName: string; feeFen: number }

/** The mail that says that quotation and contract are on their way. */
export function wordQuotation(told: Told, language: string): { subject: string; body: string } {
  const fee = showYuan(told.feeFen)
  if (language === 'en') {
    const body = `To ${told.clientName}\n\nQuotation and contract ${told.number} were sent to you: CNY ${fee} for the initial certification.\n\n${told.bodyName}`
    return { subject: `Quotation and contract ${told.number}`, body }
  }
  const body = `${told.clientName}：\n\n认证报价与合同 ${told.number} 已发出，初次认证费用合计 ${fee} 元。\n\n${told.bodyName}`
  return { subject: `认证报价与合同 ${told.number}`, body }
}
