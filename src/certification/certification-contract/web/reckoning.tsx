import { useTranslation } from 'react-i18next'
import { Card } from '#src/ui/card.tsx'
import { AUDIT_KINDS, type ReckonedPart, type Reckoning } from '../contract.ts'
import { lineValues, showDays, showYuan } from '../rules/words.ts'

/** Person-days and fees of each audit; every line of each sum unfolds. */
export function ReckoningShown({ reckoning }: { reckoning: Reckoning }) {
  const { t } = useTranslation('client')
  return (
    <Card
      title={t('contract.reckon')}
      aside={<span className="sp-soft">{t('contract.rules', { number: reckoning.rulesNumber })}</span>}
    >
      {AUDIT_KINDS.map((kind) => (
        <Part key={kind} name={t(`contract.audit.${kind}`)} part={reckoning[kind]} isOpen={kind === 'initial'} />
      ))}
    </Card>
  )
}

function Part({ name, part, isOpen }: { name: string; part: ReckonedPart; isOpen: boolean }) {
  const { t } = useTranslation('client')
  return (
    <section className="sp-measure" aria-label={name}>
      <div className="sp-card-head">
        <strong>{name}</strong>
        <span>
          <strong>{t('contract.total', { days: showDays(part.totalTenths) })}</strong>{' '}
          <span className="sp-soft">{t('contract.onSite', { days: showDays(part.onSiteTenths) })}</span> · ¥
          {showYuan(part.feeFen)}
        </span>
      </div>
      <details className="sp-sum" open={isOpen}>
        <summary>{t('contract.unfold')}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen must scroll by keyboard */}
        <section className="sp-wide-table" tabIndex={0} aria-label={name}>
          <table>
            <tbody>
              {part.lines.map((line, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines of a frozen sum have no identity
                <tr key={at} className={line.code === 'total' ? 'sp-total' : undefined}>
                  <td>{String(t(`contract.line.${line.code}` as 'contract.line.total', lineValues(line) as never))}</td>
                  <td className="sp-number">{showDays(line.tenths)}</td>
                </tr>
              ))}
              {part.feeLines.map((line) => (
                <tr key={line.code} className={line.code === 'total' ? 'sp-total' : undefined}>
                  <td>
                    {String(
                      t(`contract.fee.${line.code}`, {
                        days: showDays(Number(line.params.tenths ?? 0)),
                        each: showYuan(Number(line.params.eachFen ?? 0)),
                      }),
                    )}
                  </td>
                  <td className="sp-number">¥{showYuan(line.fen)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </section>
  )
}
