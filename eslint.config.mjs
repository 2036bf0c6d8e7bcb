import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

/** typescript-eslint's strict, type-aware rules; Pulumi's own where its types are used. */
export default tseslint.config(
  {
    ignores: [
      "node_modules/",
      ".stepline/",
      "**/*.cjs",
      "**/*.d.ts",
      "bench/peers/*/",
      "bench/peers/cdk-parts.ts",
    ],
  },
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    plugins: { "@pulumi": pulumi },
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@pulumi/no-output-in-template-literal": "error",
      "@pulumi/no-output-instance-in-template-literal": "error",
      "no-console": "error",
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 90, skipBlankLines: true, skipComments: true }],
      // A recursive type can't be an interface or a Record.
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/consistent-indexed-object-style": "off",
      // A component is made for its effect.
      "no-new": "off",
      // noUncheckedIndexedAccess is off: an index that was checked a line before is not checked again.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      // A loop over conditions that a test or a listener ends.
      "@typescript-eslint/no-unnecessary-condition": ["error", { allowConstantLoopConditions: true }],
    },
  },
  {
    files: ["tests/**/*.ts"],
    rules: {
      // Describe blocks hold many tests, tables hold many cases.
      "max-lines-per-function": "off",
      // Fakes answer promises without awaiting anything.
      "@typescript-eslint/require-await": "off",
    },
  },
);
