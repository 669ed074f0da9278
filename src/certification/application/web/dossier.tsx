import { useTranslation } from 'react-i18next'
import { addressOf } from '#src/client/address.ts'
import { cityOf } from '#src/company/division/rules.ts'
import { DOSSIER_MEMBER } from '#src/evaluation/material/contract/dossier.ts'
import { showScore } from '#src/evaluation/web/words.ts'
import { buttonClass } from '#src/ui/button.tsx'
import { Card, Facts, RowOf, Stack } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { downloadMember } from '../../pack-copy/contract.ts'
import type { ApplicationDetail } from '../contract.ts'

/** What the company handed in: the form, outlets, staff, its own score and report. */
export function Dossier({ application }: { application: ApplicationDetail }) {
  return (
    <Stack>
      <Form application={application} />
      <Outlets application={application} />
      <Staff application={application} />
    </Stack>
  )
}

function Form({ application: { form, ownScore, packId } }: { application: ApplicationDetail }) {
  const { t } = useTranslation('client')
  const { applicant } = form
  const member = (name: string) => addressOf(downloadMember.path, { packId: packId!, name }, {})
  return (
    <Card title={t('form.applicant')}>
      <Facts
        of={[
          [t('form.legalName'), applicant.legalName],
          [t('form.uscc'), applicant.uscc],
          [t('form.legalRepresentative'), applicant.legalRepresentative],
          [t('form.address'), applicant.address],
          [t('form.contactName'), `${applicant.contactName} ${applicant.contactPhone} ${applicant.contactEmail}`],
          [t('form.standard'), `${form.standard} (${form.schemeId})`],
          [t('form.wantedLevelId'), t(`level.${form.wantedLevelId}` as 'level.pass')],
          [t('form.scope'), form.scope],
          [t('form.productClasses'), form.productClasses.join('、')],
          [t('form.headcount'), form.headcount],
          [t('form.serviceHeadcount'), form.serviceHeadcount],
          [t('form.outletCount'), form.outletCount],
          [t('form.runningSinceOn'), form.runningSinceOn],
          [t('form.declaredByName'), form.declaredByName],
          [
            t('dossier.ownScore'),
            ownScore
              ? `${showScore(ownScore.hundredths)}${ownScore.levelId ? ` · ${t(`level.${ownScore.levelId}` as 'level.pass')}` : ''}`
              : t('dossier.noOwnScore'),
          ],
        ]}
      />
      {packId && (
        <RowOf>
          <a className={buttonClass({})} href={member(DOSSIER_MEMBER.reportPdf)} download>
            {t('dossier.report')}
          </a>
          <a className={buttonClass({})} href={member(DOSSIER_MEMBER.reportWord)} download>
            {t('dossier.reportWord')}
          </a>
        </RowOf>
      )}
    </Card>
  )
}

function Outlets({ application: { outlets } }: { application: ApplicationDetail }) {
  const { t } = useTranslation('client')
  return (
    <Card title={t('dossier.outlets')}>
      {outlets.length === 0 && <p className="sp-soft">{t('dossier.none')}</p>}
      {outlets.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen must scroll by keyboard
        <section className="sp-wide-table" tabIndex={0} aria-label={t('dossier.outlets')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('dossier.name')}</th>
                <th scope="col">{t('dossier.city')}</th>
                <th scope="col" className="sp-number">
                  {t('dossier.headcount')}
                </th>
              </tr>
            </thead>
            <tbody>
              {outlets.map((outlet) => (
                <tr key={outlet.id}>
                  <th scope="row">
                    {outlet.name} {outlet.isCentre && <Pill tone="info">{t('dossier.centre')}</Pill>}
                  </th>
                  <td>
                    {cityOf(outlet.cityCode)?.name} {outlet.address}
                  </td>
                  <td className="sp-number">{outlet.headcount}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Card>
  )
}

function Staff({ application: { staff, staffCount, outlets } }: { application: ApplicationDetail }) {
  const { t } = useTranslation('client')
  const outletNames = new Map(outlets.map(({ id, name }) => [id, name]))
  if (staffCount === 0) return null
  return (
    <Card title={t('dossier.staff')}>
      {staffCount > staff.length && <p className="sp-soft">{t('dossier.staffMore', { count: staffCount })}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen must scroll by keyboard */}
      <section className="sp-wide-table" tabIndex={0} aria-label={t('dossier.staff')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('dossier.name')}</th>
              <th scope="col">{t('dossier.post')}</th>
              <th scope="col">{t('dossier.outlet')}</th>
            </tr>
          </thead>
          <tbody>
            {staff.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  {one.number} {one.name}
                </th>
                <td>{one.post}</td>
                <td>{one.outletId ? outletNames.get(one.outletId) : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  )
}
