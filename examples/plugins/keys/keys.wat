;; A plugin by hand: a block `keys` with the line `Ctrl+Shift+P` becomes three keys.
;;
;; There is no allocator, because there is nothing to keep: each call finds the module as it was made.
(module
  (memory (export "memory") 1)

  ;; Pieces of the answer.
  (data (i32.const 0) "<p><kbd>")
  (data (i32.const 8) "</kbd>+<kbd>")
  (data (i32.const 20) "</kbd></p>")
  ;; Another answer: 1, and why there is none.
  (data (i32.const 32) "\01more keys than a hand can press")

  ;; Where the next byte of the answer goes. It begins at 1024 with a byte that is 0: an answer follows.
  (global $end (mut i32) (i32.const 1025))

  ;; Room for the question: from 64 KiB on, behind the only page.
  (func (export "alloc") (param $length i32) (result i32)
    (drop (memory.grow (i32.add (i32.const 1) (i32.shr_u (local.get $length) (i32.const 16)))))
    (i32.const 65536))

  ;; Adds bytes to the answer.
  (func $put (param $at i32) (param $length i32)
    (memory.copy (global.get $end) (local.get $at) (local.get $length))
    (global.set $end (i32.add (global.get $end) (local.get $length))))

  ;; The place of an answer in the upper half, its length in the lower.
  (func $answer (param $at i32) (param $length i32) (result i64)
    (i64.or
      (i64.shl (i64.extend_i32_u (local.get $at)) (i64.const 32))
      (i64.extend_i32_u (local.get $length))))

  (func (export "fence") (param $text i32) (param $length i32) (param $about i32) (param $options i32)
    (result i64)
    (local $last i32)
    (local $byte i32)
    (if (i32.gt_u (local.get $length) (i32.const 1000))
      (then (return (call $answer (i32.const 32) (i32.const 32)))))
    (local.set $last (i32.add (local.get $text) (local.get $length)))
    (call $put (i32.const 0) (i32.const 8))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $text) (local.get $last)))
        (local.set $byte (i32.load8_u (local.get $text)))
        (if (i32.eq (local.get $byte) (i32.const 43)) ;; +
          (then (call $put (i32.const 8) (i32.const 12)))
          (else
            (if (i32.ne (local.get $byte) (i32.const 10)) ;; the end of the line
              (then (call $put (local.get $text) (i32.const 1))))))
        (local.set $text (i32.add (local.get $text) (i32.const 1)))
        (br $next)))
    (call $put (i32.const 20) (i32.const 10))
    (call $answer (i32.const 1024) (i32.sub (global.get $end) (i32.const 1024)))))
