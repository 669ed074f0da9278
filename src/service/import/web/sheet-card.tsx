import { Checkbox, Select, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Card, RowOf, Stack } from '#src/ui/card.tsx'
import { Notice } from '#src/ui/states.tsx'
import { RequestKind } from '../../request/contract/words.ts'
import { TARGETS, type Target } from '../contract/field.ts'
import type { SheetMapping } from '../contract/mapping.ts'
import type { ImportLook } from '../contract/run.ts'
import { fieldsOf, type Gap, mapSheet, withColumn } from '../rules/mapping-edit.ts'
import { ColumnOptions } from './column-options.tsx'

type LookSheet = ImportLook['sheets'][number]
type LookColumn = LookSheet['columns'][number]
type SheetCardProps = {
  sheet: LookSheet
  mapped: SheetMapping | null
  gaps: readonly Gap[]
  onChange: (mapped: SheetMapping | null) => void
}

/** One sheet: what it holds, which column becomes which field, and how to read it. */
export function SheetCard({ sheet, mapped, gaps, onChange }: SheetCardProps) {
  const { t } = useTranslation('import')
  const ignored = mapped
    ? sheet.columns.filter(({ column }) => !mapped.columns.some((one) => one.column === column))
    : []
  const fieldWords = (fields: readonly string[]) =>
    fields.map((field) => t(`field.${field}` as 'field.code')).join('、')
  return (
    <Card
      title={sheet.name}
      aside={
        <RowOf>
          <span className="sp-soft">{t('map.rows', { count: sheet.rowCount })}</span>
          <Select<Target | 'none'>
            className="imp-choice"
            popupMatchSelectWidth={false}
            aria-label={`${sheet.name} ${t('map.target')}`}
            value={mapped?.target ?? 'none'}
            options={[
              { value: 'none', label: t('map.targetNone') },
              ...TARGETS.map((value) => ({ value, label: t(`target.${value}`) })),
            ]}
            onChange={(target) => onChange(target === 'none' ? null : mapSheet(sheet, target))}
          />
        </RowOf>
      }
    >
      <Stack>
        {sheet.hidden && <p className="sp-soft">{t('map.hiddenSheet')}</p>}
        {sheet.notes.length > 0 && (
          <p className="sp-soft">
            {sheet.notes.map(({ code, params }) => t(`note.${code}` as 'note.formulas', params as never)).join(' · ')}
          </p>
        )}
        {gaps.map((gap) => (
          <Notice
            key={gap.code}
            tone="warn"
            title={
              gap.code === 'missing'
                ? t('map.missingFields', { fields: fieldWords(gap.fields) })
                : t('map.fieldTwice', { field: fieldWords(gap.fields) })
            }
          />
        ))}
        {mapped && <SheetOptions mapped={mapped} onChange={onChange} />}
        {mapped && (
          <Table<LookColumn>
            className="imp-columns"
            rowKey="column"
            size="small"
            pagination={false}
            scroll={{ x: 'max-content' }}
            dataSource={sheet.columns}
            columns={[
              { title: t('map.column'), dataIndex: 'letters' },
              { title: t('map.header'), dataIndex: 'header' },
              {
                title: t('map.samples'),
                render: (_, { samples }) => <span className="imp-samples">{samples.slice(0, 3).join(' · ')}</span>,
              },
              {
                title: t('map.field'),
                render: (_, column) => <FieldChoice column={column} mapped={mapped} onChange={onChange} />,
              },
              {
                title: t('map.options'),
                render: (_, { column, samples }) => {
                  const one = mapped.columns.find((each) => each.column === column)
                  return (
                    one && (
                      <ColumnOptions
                        target={mapped.target}
                        column={one}
                        samples={samples}
                        onChange={(next) => onChange(withColumn(mapped, column, next))}
                      />
                    )
                  )
                },
              },
            ]}
          />
        )}
        {ignored.length > 0 && (
          <p className="sp-soft">
            {t('map.ignoredColumns', { columns: ignored.map(({ header }) => header).join('、') })}
          </p>
        )}
        {!mapped && <FirstRows sheet={sheet} />}
      </Stack>
    </Card>
  )
}

type Mapped = { mapped: SheetMapping; onChange: (mapped: SheetMapping) => void }

function FieldChoice({ column, mapped, onChange }: Mapped & { column: LookColumn }) {
  const { t } = useTranslation('import')
  const field = mapped.columns.find((one) => one.column === column.column)?.field ?? 'none'
  return (
    <Select
      className="imp-choice"
      popupMatchSelectWidth={false}
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={`${column.header} ${t('map.field')}`}
      value={field}
      options={[
        { value: 'none', label: t('map.fieldNone') },
        ...fieldsOf(mapped.target).map(({ name, required }) => {
          const label = t(`field.${name}` as 'field.code')
          return { value: name, label: required ? `${label} (${t('map.required')})` : label }
        }),
      ]}
      onChange={(chosen) => {
        const next = chosen === 'none' ? null : { column: column.column, header: column.header, field: chosen }
        onChange(withColumn(mapped, column.column, next))
      }}
    />
  )
}

function SheetOptions({ mapped, onChange }: Mapped) {
  const { t } = useTranslation('import')
  const fields = new Set(mapped.columns.map(({ field }) => field))
  return (
    <RowOf>
      {(mapped.target === 'service_request' || mapped.target === 'incident_state') && (
        <span className="imp-field">
          <span>{t('map.requestKind')}</span>
          <Select
            className="imp-choice"
            aria-label={t('map.requestKind')}
            value={mapped.requestKind}
            options={RequestKind.options.map((value) => ({ value, label: t(`requestKind.${value}`) }))}
            onChange={(requestKind) => onChange({ ...mapped, requestKind })}
          />
        </span>
      )}
      {fields.has('customerName') && (
        <span className="imp-field">
          <span>{t('map.matchCustomerBy')}</span>
          <Select
            className="imp-choice"
            popupMatchSelectWidth={false}
            aria-label={t('map.matchCustomerBy')}
            value={mapped.matchCustomerBy}
            options={(['name_and_phone', 'unique_name', 'never'] as const).map((value) => ({
              value,
              label: t(`map.match_${value}`),
            }))}
            onChange={(matchCustomerBy) => onChange({ ...mapped, matchCustomerBy })}
          />
        </span>
      )}
      {mapped.target === 'service_request' && fields.has('technicianName') && (
        <Checkbox
          checked={mapped.outletFromTechnician}
          onChange={({ target }) => onChange({ ...mapped, outletFromTechnician: target.checked })}
        >
          {t('map.outletFromTechnician')}
        </Checkbox>
      )}
      {fields.has('licences') && fields.has('licenceExpiresOn') && (
        <Checkbox
          checked={mapped.expiryHoldsForAll}
          onChange={({ target }) => onChange({ ...mapped, expiryHoldsForAll: target.checked })}
        >
          {t('map.expiryHoldsForAll')}
        </Checkbox>
      )}
    </RowOf>
  )
}

function FirstRows({ sheet }: { sheet: LookSheet }) {
  const { t } = useTranslation('import')
  return (
    <details>
      <summary>{t('map.firstRows')}</summary>
      <div className="imp-rows">
        <table>
          <tbody>
            {sheet.firstRows.map(({ row, cells }) => (
              <tr key={row}>
                <th scope="row">{row}</th>
                {cells.map((cell, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells have no name but their place
                  <td key={index}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
