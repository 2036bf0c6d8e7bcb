import type { ColumnType, SourceColumn } from "./compiled-contract";
import { dateTextCheck } from "./date-format";

/** `null` after trimming and null values, `bad` when the text is not of the column's type. */
export type ValueCheck = (text: string) => "null" | "good" | "bad";

/** The check of a column's texts, prepared once a file. */
export function valueCheck(column: SourceColumn): ValueCheck {
  const nulls = new Set(column.nullValues);
  const isGood = typeCheck(column);
  return (text) => {
    const value = text.trim();
    if (value === "" || nulls.has(value)) return "null";
    return isGood(value) ? "good" : "bad";
  };
}

/** `whole number up to 32767`, for messages. */
export function typeName(type: ColumnType): string {
  switch (type.kind) {
    case "string":
      return `text of at most ${type.maxBytes} bytes`;
    case "integer":
      return `a whole number of ${type.bits} bits`;
    case "decimal":
      return `a number of ${type.precision} digits, ${type.scale} after the point`;
    case "double":
      return "a number";
    case "boolean":
    case "date":
    case "timestamp":
      return `a ${type.kind}`;
  }
}

function typeCheck(column: SourceColumn): (value: string) => boolean {
  const { type } = column;
  switch (type.kind) {
    case "string":
      return (value) => Buffer.byteLength(value, "utf8") <= type.maxBytes;
    case "integer": {
      const limit = 1n << BigInt(type.bits - 1);
      // 25 characters hold any 64-bit number; longer text would cost time to no end.
      return (value) => {
        if (value.length > 25 || !/^[+-]?\d+$/.test(value)) return false;
        const number = BigInt(value.replace(/^\+/, ""));
        return number >= -limit && number < limit;
      };
    }
    case "decimal": {
      const whole = type.precision - type.scale;
      const pattern = new RegExp(`^[+-]?0*\\d{0,${whole}}(?:\\.\\d{0,${type.scale}}0*)?$`);
      return (value) => /\d/.test(value) && pattern.test(value);
    }
    case "double":
      return (value) => /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(value);
    case "boolean": {
      const texts = new Set([...(column.booleanValues?.true ?? []), ...(column.booleanValues?.false ?? [])]);
      return (value) => texts.has(value);
    }
    case "date":
    case "timestamp":
      return dateTextCheck(column.dateFormat ?? "yyyy-MM-dd") ?? (() => false);
  }
}
