/** Knows the lint of the pages: strict types, no raw text in a component, no browser feature beyond the floor. */
import vueI18n from '@intlify/eslint-plugin-vue-i18n'
import compat from 'eslint-plugin-compat'
import vue from 'eslint-plugin-vue'
import ts from 'typescript-eslint'

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'src/api/generated/', 'openapi.json'] },
  ...ts.configs.strict,
  ...vue.configs['flat/recommended'],
  compat.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    plugins: { '@intlify/vue-i18n': vueI18n },
    settings: { 'vue-i18n': { localeDir: { pattern: './src/**/words/*.json', localeKey: 'file', localePattern: /(?<locale>zh-CN|en)\.json$/ } } },
    rules: {
      '@intlify/vue-i18n/no-raw-text': ['error', { ignorePattern: '^[\\s\\d▲◆●■✓‖│┄·:：/—–-]+$' }],
      '@intlify/vue-i18n/no-missing-keys-in-other-locales': ['error'],
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/html-indent': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/attributes-order': 'off',
      'vue/require-default-prop': 'off',
      'vue/no-v-html': 'error',
    },
  },
  {
    settings: { browsers: ['chrome >= 87', 'safari >= 14.1'], polyfills: [] },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
)
