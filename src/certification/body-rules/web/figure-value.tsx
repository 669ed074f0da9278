import { useTranslation } from 'react-i18next'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { showYuan } from '../../certification-contract/rules/words.ts'
import type { NonconformityGrade, PersonDayBand, Term } from '../contract/rules.ts'
import { kindOf, shownNumber } from './figure-kind.ts'

/** A figure as people say it. */
export function FigureValue({ path, value }: { path: string; value: unknown }) {
  const { t } = useTranslation(['client', 'material'])
  const kind = kindOf(path, value)
  const number = typeof value === 'number' ? shownNumber(kind, value) : 0
  switch (kind) {
    case 'bands':
      return <Bands bands={value as PersonDayBand[]} />
    case 'grades':
      return <Grades grades={value as NonconformityGrade[]} />
    case 'materials':
      return (value as string[]).map((id) => t(`material:material.${id}` as 'material:material.permits')).join('、')
    case 'dayList':
      return (value as number[]).map((count) => t('rules.unit.days', { count })).join('、')
    case 'term':
      return <TermWords term={value as Term} />
    case 'yesNo':
      return t(value ? 'rules.unit.yes' : 'rules.unit.no')
    case 'choice':
      return t(`rules.choice.${value as 'each'}`)
    case 'months':
      return t('rules.unit.months', { count: number })
    case 'years':
      return t('rules.unit.years', { count: number })
    case 'people':
      return t('rules.unit.people', { count: number })
    case 'personDays':
      return t('rules.unit.personDays', { days: number })
    case 'yuan':
      return t('rules.unit.yuan', { yuan: showYuan(value as number) })
    case 'percent':
      return `${number}%`
    default:
      return String(typeof value === 'number' ? number : value)
  }
}

function TermWords({ term }: { term: Term }) {
  const { t } = useTranslation('client')
  return t(`rules.unit.${term.counted}`, { count: term.days })
}

function Bands({ bands }: { bands: readonly PersonDayBand[] }) {
  const { t } = useTranslation('client')
  const days = (tenths: number | null) => (tenths === null ? t('rules.band.notSaid') : String(tenths / 10))
  const pair = (total: number | null, onSite: number | null) =>
    total === null ? t('rules.band.notSaid') : t('rules.band.ofOnSite', { total: days(total), onSite: days(onSite) })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen must scroll by keyboard
    <section className="sp-wide-table" tabIndex={0} aria-label={t('rules.name.personDays.bands')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('rules.band.people')}</th>
            <th scope="col">{t('rules.band.planning')}</th>
            <th scope="col">{t('rules.band.onSite')}</th>
            <th scope="col">{t('rules.band.surveillance')}</th>
            <th scope="col">{t('rules.band.recertification')}</th>
          </tr>
        </thead>
        <tbody>
          {bands.map((band) => (
            <tr key={band.fromHeadcount}>
              <th scope="row">
                {band.fromHeadcount}–{band.toHeadcount ?? '∞'}
              </th>
              <td>{days(band.planningTenths)}</td>
              <td>{days(band.initialOnSiteTenths)}</td>
              <td>{pair(band.surveillanceTotalTenths, band.surveillanceOnSiteTenths)}</td>
              <td>{pair(band.recertificationTotalTenths, band.recertificationOnSiteTenths)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Grades({ grades }: { grades: readonly NonconformityGrade[] }) {
  const { t } = useTranslation('client')
  const local = useLocalText()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen must scroll by keyboard
    <section className="sp-wide-table" tabIndex={0} aria-label={t('rules.name.nonconformity.grades')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('rules.grade.name')}</th>
            <th scope="col">{t('rules.grade.correct')}</th>
            <th scope="col">{t('rules.grade.verify')}</th>
            <th scope="col">{t('rules.grade.blocks')}</th>
          </tr>
        </thead>
        <tbody>
          {grades.map((grade) => (
            <tr key={grade.id}>
              <th scope="row">{local(grade.name)}</th>
              <td>
                <TermWords term={grade.correctWithin} />
              </td>
              <td>
                <TermWords term={grade.verifyWithin} />
              </td>
              <td>{t(grade.blocksDecision ? 'rules.unit.yes' : 'rules.unit.no')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
