import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { CITIES, placeName } from '#src/company/pure-door.ts'
import { Field } from '#src/ui/field.tsx'

const OPTIONS = CITIES.map((city) => ({ value: city.code, label: placeName(city.provinceCode, city.code) }))

/** One field for province and city: any part of either name finds it. '' while nothing is chosen. */
export function CityField({ value, onChange }: { value: string; onChange: (code: string) => void }) {
  const { t } = useTranslation('request')
  return (
    <Field label={t('field.city')}>
      {({ id }) => (
        <Select
          id={id}
          showSearch={{ optionFilterProp: 'label' }}
          allowClear
          placeholder={t('hotline.cityPlaceholder')}
          value={value || undefined}
          onChange={(code: string | undefined) => onChange(code ?? '')}
          options={OPTIONS}
          style={{ width: '100%' }}
        />
      )}
    </Field>
  )
}
