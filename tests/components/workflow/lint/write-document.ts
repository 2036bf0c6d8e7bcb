import { compareLinters } from "./comparison";
import { writeDocument } from "./document";

void writeDocument(compareLinters());
