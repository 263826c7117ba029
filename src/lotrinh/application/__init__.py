"""Use cases: one module and one public function each; `ports` says what they need."""
