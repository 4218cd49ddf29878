; theorem1_burnt: written by coopgames.claims, do not edit
; In an association that flags a contributor with probability alpha and a shirker with probability
; eta, D = eta - alpha, whose members gain kappa by shirking and v per round from full contribution:
; full contribution in every round, enforced by one flat fine that is burnt and exclusion of who
; refuses to pay, is sustained at the round's discount factor beta iff D v > alpha kappa and beta >=
; kappa/(kappa (1 - alpha) + D v).
; Source: Model of Wanderley (2004), ch. 7, 'Social resources for defensive joint efforts'; proof by
; hand in docs/theory/defensive.md, Theorem 1 (a)
; Each question stands between push and pop, and its :status is the wanted answer.
(set-info :smt-lib-version 2.6)
(set-logic QF_NRA)

; --- denominators
(push 1)
(set-info :status unsat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
; flags inform: alpha < eta
(assert (< alpha eta))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future counts: beta > 0
(assert (> beta 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; threshold exists: (eta - alpha) * v > alpha * kappa
(assert (> (* (- eta alpha) v) (* alpha kappa)))
; negated goal: not ((kappa * (1 - alpha) + (eta - alpha) * v > 0) and (beta * (eta - alpha) > 0) and (1 - beta > 0))
(assert (not (and (> (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v)) 0.0) (> (* beta (- eta alpha)) 0.0) (> (- 1.0 beta) 0.0))))
(check-sat)
(pop 1)

; --- denominators, assumptions
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
; no negative false alarm rate: alpha >= 0
(assert (>= alpha 0.0))
; detection is a probability: eta <= 1
(assert (<= eta 1.0))
; flags inform: alpha < eta
(assert (< alpha eta))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future counts: beta > 0
(assert (> beta 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; threshold exists: (eta - alpha) * v > alpha * kappa
(assert (> (* (- eta alpha) v) (* alpha kappa)))
(check-sat)
(pop 1)

; --- denominators, without 'flags inform'
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future counts: beta > 0
(assert (> beta 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; threshold exists: (eta - alpha) * v > alpha * kappa
(assert (> (* (- eta alpha) v) (* alpha kappa)))
; negated goal: not ((kappa * (1 - alpha) + (eta - alpha) * v > 0) and (beta * (eta - alpha) > 0) and (1 - beta > 0))
(assert (not (and (> (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v)) 0.0) (> (* beta (- eta alpha)) 0.0) (> (- 1.0 beta) 0.0))))
(check-sat)
(pop 1)

; --- denominators, without 'shirking tempts'
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
; flags inform: alpha < eta
(assert (< alpha eta))
; future counts: beta > 0
(assert (> beta 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; threshold exists: (eta - alpha) * v > alpha * kappa
(assert (> (* (- eta alpha) v) (* alpha kappa)))
; negated goal: not ((kappa * (1 - alpha) + (eta - alpha) * v > 0) and (beta * (eta - alpha) > 0) and (1 - beta > 0))
(assert (not (and (> (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v)) 0.0) (> (* beta (- eta alpha)) 0.0) (> (- 1.0 beta) 0.0))))
(check-sat)
(pop 1)

; --- denominators, without 'future counts'
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
; flags inform: alpha < eta
(assert (< alpha eta))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; threshold exists: (eta - alpha) * v > alpha * kappa
(assert (> (* (- eta alpha) v) (* alpha kappa)))
; negated goal: not ((kappa * (1 - alpha) + (eta - alpha) * v > 0) and (beta * (eta - alpha) > 0) and (1 - beta > 0))
(assert (not (and (> (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v)) 0.0) (> (* beta (- eta alpha)) 0.0) (> (- 1.0 beta) 0.0))))
(check-sat)
(pop 1)

; --- denominators, without 'future is discounted'
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
; flags inform: alpha < eta
(assert (< alpha eta))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future counts: beta > 0
(assert (> beta 0.0))
; threshold exists: (eta - alpha) * v > alpha * kappa
(assert (> (* (- eta alpha) v) (* alpha kappa)))
; negated goal: not ((kappa * (1 - alpha) + (eta - alpha) * v > 0) and (beta * (eta - alpha) > 0) and (1 - beta > 0))
(assert (not (and (> (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v)) 0.0) (> (* beta (- eta alpha)) 0.0) (> (- 1.0 beta) 0.0))))
(check-sat)
(pop 1)

; --- denominators, without 'threshold exists'
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
; flags inform: alpha < eta
(assert (< alpha eta))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future counts: beta > 0
(assert (> beta 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; negated goal: not ((kappa * (1 - alpha) + (eta - alpha) * v > 0) and (beta * (eta - alpha) > 0) and (1 - beta > 0))
(assert (not (and (> (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v)) 0.0) (> (* beta (- eta alpha)) 0.0) (> (- 1.0 beta) 0.0))))
(check-sat)
(pop 1)

; --- necessity
(push 1)
(set-info :status unsat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
(declare-const f Real)
(declare-const V Real)
(declare-const threshold Real)
; no negative false alarm rate: alpha >= 0
(assert (>= alpha 0.0))
; flags inform: alpha < eta
(assert (< alpha eta))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future counts: beta > 0
(assert (> beta 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; value of membership: V = v + beta * ((1 - alpha) * V + alpha * (V - f))
(assert (= V (+ v (* beta (+ (* (- 1.0 alpha) V) (* alpha (- V f)))))))
; shirking does not pay: v + kappa + beta * ((1 - eta) * V + eta * (V - f)) <= V
(assert (<= (+ (+ v kappa) (* beta (+ (* (- 1.0 eta) V) (* eta (- V f))))) V))
; refusing does not pay: V - f >= 0
(assert (>= (- V f) 0.0))
; negated goal: (not ((eta - alpha) * v > alpha * kappa)) or ((threshold * (kappa * (1 - alpha) + (eta - alpha) * v) = kappa) and (beta < threshold))
(assert (or (not (> (* (- eta alpha) v) (* alpha kappa))) (and (= (* threshold (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v))) kappa) (< beta threshold))))
(check-sat)
(pop 1)

; --- necessity, assumptions
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
(declare-const f Real)
(declare-const V Real)
; detection is a probability: eta <= 1
(assert (<= eta 1.0))
; no negative false alarm rate: alpha >= 0
(assert (>= alpha 0.0))
; flags inform: alpha < eta
(assert (< alpha eta))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future counts: beta > 0
(assert (> beta 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; value of membership: V = v + beta * ((1 - alpha) * V + alpha * (V - f))
(assert (= V (+ v (* beta (+ (* (- 1.0 alpha) V) (* alpha (- V f)))))))
; shirking does not pay: v + kappa + beta * ((1 - eta) * V + eta * (V - f)) <= V
(assert (<= (+ (+ v kappa) (* beta (+ (* (- 1.0 eta) V) (* eta (- V f))))) V))
; refusing does not pay: V - f >= 0
(assert (>= (- V f) 0.0))
(check-sat)
(pop 1)

; --- necessity, without 'no negative false alarm rate'
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
(declare-const f Real)
(declare-const V Real)
(declare-const threshold Real)
; flags inform: alpha < eta
(assert (< alpha eta))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future counts: beta > 0
(assert (> beta 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; value of membership: V = v + beta * ((1 - alpha) * V + alpha * (V - f))
(assert (= V (+ v (* beta (+ (* (- 1.0 alpha) V) (* alpha (- V f)))))))
; shirking does not pay: v + kappa + beta * ((1 - eta) * V + eta * (V - f)) <= V
(assert (<= (+ (+ v kappa) (* beta (+ (* (- 1.0 eta) V) (* eta (- V f))))) V))
; refusing does not pay: V - f >= 0
(assert (>= (- V f) 0.0))
; negated goal: (not ((eta - alpha) * v > alpha * kappa)) or ((threshold * (kappa * (1 - alpha) + (eta - alpha) * v) = kappa) and (beta < threshold))
(assert (or (not (> (* (- eta alpha) v) (* alpha kappa))) (and (= (* threshold (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v))) kappa) (< beta threshold))))
(check-sat)
(pop 1)

; --- necessity, without 'flags inform'
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
(declare-const f Real)
(declare-const V Real)
(declare-const threshold Real)
; no negative false alarm rate: alpha >= 0
(assert (>= alpha 0.0))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future counts: beta > 0
(assert (> beta 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; value of membership: V = v + beta * ((1 - alpha) * V + alpha * (V - f))
(assert (= V (+ v (* beta (+ (* (- 1.0 alpha) V) (* alpha (- V f)))))))
; shirking does not pay: v + kappa + beta * ((1 - eta) * V + eta * (V - f)) <= V
(assert (<= (+ (+ v kappa) (* beta (+ (* (- 1.0 eta) V) (* eta (- V f))))) V))
; refusing does not pay: V - f >= 0
(assert (>= (- V f) 0.0))
; negated goal: (not ((eta - alpha) * v > alpha * kappa)) or ((threshold * (kappa * (1 - alpha) + (eta - alpha) * v) = kappa) and (beta < threshold))
(assert (or (not (> (* (- eta alpha) v) (* alpha kappa))) (and (= (* threshold (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v))) kappa) (< beta threshold))))
(check-sat)
(pop 1)

; --- necessity, without 'shirking tempts'
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
(declare-const f Real)
(declare-const V Real)
(declare-const threshold Real)
; no negative false alarm rate: alpha >= 0
(assert (>= alpha 0.0))
; flags inform: alpha < eta
(assert (< alpha eta))
; future counts: beta > 0
(assert (> beta 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; value of membership: V = v + beta * ((1 - alpha) * V + alpha * (V - f))
(assert (= V (+ v (* beta (+ (* (- 1.0 alpha) V) (* alpha (- V f)))))))
; shirking does not pay: v + kappa + beta * ((1 - eta) * V + eta * (V - f)) <= V
(assert (<= (+ (+ v kappa) (* beta (+ (* (- 1.0 eta) V) (* eta (- V f))))) V))
; refusing does not pay: V - f >= 0
(assert (>= (- V f) 0.0))
; negated goal: (not ((eta - alpha) * v > alpha * kappa)) or ((threshold * (kappa * (1 - alpha) + (eta - alpha) * v) = kappa) and (beta < threshold))
(assert (or (not (> (* (- eta alpha) v) (* alpha kappa))) (and (= (* threshold (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v))) kappa) (< beta threshold))))
(check-sat)
(pop 1)

; --- necessity, without 'future counts'
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
(declare-const f Real)
(declare-const V Real)
(declare-const threshold Real)
; no negative false alarm rate: alpha >= 0
(assert (>= alpha 0.0))
; flags inform: alpha < eta
(assert (< alpha eta))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; value of membership: V = v + beta * ((1 - alpha) * V + alpha * (V - f))
(assert (= V (+ v (* beta (+ (* (- 1.0 alpha) V) (* alpha (- V f)))))))
; shirking does not pay: v + kappa + beta * ((1 - eta) * V + eta * (V - f)) <= V
(assert (<= (+ (+ v kappa) (* beta (+ (* (- 1.0 eta) V) (* eta (- V f))))) V))
; refusing does not pay: V - f >= 0
(assert (>= (- V f) 0.0))
; negated goal: (not ((eta - alpha) * v > alpha * kappa)) or ((threshold * (kappa * (1 - alpha) + (eta - alpha) * v) = kappa) and (beta < threshold))
(assert (or (not (> (* (- eta alpha) v) (* alpha kappa))) (and (= (* threshold (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v))) kappa) (< beta threshold))))
(check-sat)
(pop 1)

; --- necessity, without 'future is discounted'
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
(declare-const f Real)
(declare-const V Real)
(declare-const threshold Real)
; no negative false alarm rate: alpha >= 0
(assert (>= alpha 0.0))
; flags inform: alpha < eta
(assert (< alpha eta))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future counts: beta > 0
(assert (> beta 0.0))
; value of membership: V = v + beta * ((1 - alpha) * V + alpha * (V - f))
(assert (= V (+ v (* beta (+ (* (- 1.0 alpha) V) (* alpha (- V f)))))))
; shirking does not pay: v + kappa + beta * ((1 - eta) * V + eta * (V - f)) <= V
(assert (<= (+ (+ v kappa) (* beta (+ (* (- 1.0 eta) V) (* eta (- V f))))) V))
; refusing does not pay: V - f >= 0
(assert (>= (- V f) 0.0))
; negated goal: (not ((eta - alpha) * v > alpha * kappa)) or ((threshold * (kappa * (1 - alpha) + (eta - alpha) * v) = kappa) and (beta < threshold))
(assert (or (not (> (* (- eta alpha) v) (* alpha kappa))) (and (= (* threshold (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v))) kappa) (< beta threshold))))
(check-sat)
(pop 1)

; --- necessity, without 'value of membership'
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
(declare-const f Real)
(declare-const V Real)
(declare-const threshold Real)
; no negative false alarm rate: alpha >= 0
(assert (>= alpha 0.0))
; flags inform: alpha < eta
(assert (< alpha eta))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future counts: beta > 0
(assert (> beta 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; shirking does not pay: v + kappa + beta * ((1 - eta) * V + eta * (V - f)) <= V
(assert (<= (+ (+ v kappa) (* beta (+ (* (- 1.0 eta) V) (* eta (- V f))))) V))
; refusing does not pay: V - f >= 0
(assert (>= (- V f) 0.0))
; negated goal: (not ((eta - alpha) * v > alpha * kappa)) or ((threshold * (kappa * (1 - alpha) + (eta - alpha) * v) = kappa) and (beta < threshold))
(assert (or (not (> (* (- eta alpha) v) (* alpha kappa))) (and (= (* threshold (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v))) kappa) (< beta threshold))))
(check-sat)
(pop 1)

; --- necessity, without 'shirking does not pay'
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
(declare-const f Real)
(declare-const V Real)
(declare-const threshold Real)
; no negative false alarm rate: alpha >= 0
(assert (>= alpha 0.0))
; flags inform: alpha < eta
(assert (< alpha eta))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future counts: beta > 0
(assert (> beta 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; value of membership: V = v + beta * ((1 - alpha) * V + alpha * (V - f))
(assert (= V (+ v (* beta (+ (* (- 1.0 alpha) V) (* alpha (- V f)))))))
; refusing does not pay: V - f >= 0
(assert (>= (- V f) 0.0))
; negated goal: (not ((eta - alpha) * v > alpha * kappa)) or ((threshold * (kappa * (1 - alpha) + (eta - alpha) * v) = kappa) and (beta < threshold))
(assert (or (not (> (* (- eta alpha) v) (* alpha kappa))) (and (= (* threshold (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v))) kappa) (< beta threshold))))
(check-sat)
(pop 1)

; --- necessity, without 'refusing does not pay'
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
(declare-const f Real)
(declare-const V Real)
(declare-const threshold Real)
; no negative false alarm rate: alpha >= 0
(assert (>= alpha 0.0))
; flags inform: alpha < eta
(assert (< alpha eta))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future counts: beta > 0
(assert (> beta 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; value of membership: V = v + beta * ((1 - alpha) * V + alpha * (V - f))
(assert (= V (+ v (* beta (+ (* (- 1.0 alpha) V) (* alpha (- V f)))))))
; shirking does not pay: v + kappa + beta * ((1 - eta) * V + eta * (V - f)) <= V
(assert (<= (+ (+ v kappa) (* beta (+ (* (- 1.0 eta) V) (* eta (- V f))))) V))
; negated goal: (not ((eta - alpha) * v > alpha * kappa)) or ((threshold * (kappa * (1 - alpha) + (eta - alpha) * v) = kappa) and (beta < threshold))
(assert (or (not (> (* (- eta alpha) v) (* alpha kappa))) (and (= (* threshold (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v))) kappa) (< beta threshold))))
(check-sat)
(pop 1)

; --- sufficiency
(push 1)
(set-info :status unsat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
(declare-const f Real)
(declare-const V Real)
(declare-const threshold Real)
; flags inform: alpha < eta
(assert (< alpha eta))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; threshold exists: (eta - alpha) * v > alpha * kappa
(assert (> (* (- eta alpha) v) (* alpha kappa)))
; threshold: threshold * (kappa * (1 - alpha) + (eta - alpha) * v) = kappa
(assert (= (* threshold (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v))) kappa))
; threshold reached: beta >= threshold
(assert (>= beta threshold))
; witness f: f * beta * (eta - alpha) = kappa
(assert (= (* f (* beta (- eta alpha))) kappa))
; witness V: V * (1 - beta) = v - beta * alpha * f
(assert (= (* V (- 1.0 beta)) (- v (* beta (* alpha f)))))
; negated goal: not ((V = v + beta * ((1 - alpha) * V + alpha * (V - f))) and (v + kappa + beta * ((1 - eta) * V + eta * (V - f)) <= V) and (V - f >= 0) and (f >= 0))
(assert (not (and (= V (+ v (* beta (+ (* (- 1.0 alpha) V) (* alpha (- V f)))))) (<= (+ (+ v kappa) (* beta (+ (* (- 1.0 eta) V) (* eta (- V f))))) V) (>= (- V f) 0.0) (>= f 0.0))))
(check-sat)
(pop 1)

; --- sufficiency, assumptions
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
(declare-const f Real)
(declare-const V Real)
(declare-const threshold Real)
; no negative false alarm rate: alpha >= 0
(assert (>= alpha 0.0))
; detection is a probability: eta <= 1
(assert (<= eta 1.0))
; future counts: beta > 0
(assert (> beta 0.0))
; flags inform: alpha < eta
(assert (< alpha eta))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; threshold exists: (eta - alpha) * v > alpha * kappa
(assert (> (* (- eta alpha) v) (* alpha kappa)))
; threshold: threshold * (kappa * (1 - alpha) + (eta - alpha) * v) = kappa
(assert (= (* threshold (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v))) kappa))
; threshold reached: beta >= threshold
(assert (>= beta threshold))
; witness f: f * beta * (eta - alpha) = kappa
(assert (= (* f (* beta (- eta alpha))) kappa))
; witness V: V * (1 - beta) = v - beta * alpha * f
(assert (= (* V (- 1.0 beta)) (- v (* beta (* alpha f)))))
(check-sat)
(pop 1)

; --- sufficiency, without 'flags inform'
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
(declare-const f Real)
(declare-const V Real)
(declare-const threshold Real)
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; threshold exists: (eta - alpha) * v > alpha * kappa
(assert (> (* (- eta alpha) v) (* alpha kappa)))
; threshold: threshold * (kappa * (1 - alpha) + (eta - alpha) * v) = kappa
(assert (= (* threshold (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v))) kappa))
; threshold reached: beta >= threshold
(assert (>= beta threshold))
; witness f: f * beta * (eta - alpha) = kappa
(assert (= (* f (* beta (- eta alpha))) kappa))
; witness V: V * (1 - beta) = v - beta * alpha * f
(assert (= (* V (- 1.0 beta)) (- v (* beta (* alpha f)))))
; negated goal: not ((V = v + beta * ((1 - alpha) * V + alpha * (V - f))) and (v + kappa + beta * ((1 - eta) * V + eta * (V - f)) <= V) and (V - f >= 0) and (f >= 0))
(assert (not (and (= V (+ v (* beta (+ (* (- 1.0 alpha) V) (* alpha (- V f)))))) (<= (+ (+ v kappa) (* beta (+ (* (- 1.0 eta) V) (* eta (- V f))))) V) (>= (- V f) 0.0) (>= f 0.0))))
(check-sat)
(pop 1)

; --- sufficiency, without 'shirking tempts'
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
(declare-const f Real)
(declare-const V Real)
(declare-const threshold Real)
; flags inform: alpha < eta
(assert (< alpha eta))
; future is discounted: beta < 1
(assert (< beta 1.0))
; threshold exists: (eta - alpha) * v > alpha * kappa
(assert (> (* (- eta alpha) v) (* alpha kappa)))
; threshold: threshold * (kappa * (1 - alpha) + (eta - alpha) * v) = kappa
(assert (= (* threshold (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v))) kappa))
; threshold reached: beta >= threshold
(assert (>= beta threshold))
; witness f: f * beta * (eta - alpha) = kappa
(assert (= (* f (* beta (- eta alpha))) kappa))
; witness V: V * (1 - beta) = v - beta * alpha * f
(assert (= (* V (- 1.0 beta)) (- v (* beta (* alpha f)))))
; negated goal: not ((V = v + beta * ((1 - alpha) * V + alpha * (V - f))) and (v + kappa + beta * ((1 - eta) * V + eta * (V - f)) <= V) and (V - f >= 0) and (f >= 0))
(assert (not (and (= V (+ v (* beta (+ (* (- 1.0 alpha) V) (* alpha (- V f)))))) (<= (+ (+ v kappa) (* beta (+ (* (- 1.0 eta) V) (* eta (- V f))))) V) (>= (- V f) 0.0) (>= f 0.0))))
(check-sat)
(pop 1)

; --- sufficiency, without 'future is discounted'
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
(declare-const f Real)
(declare-const V Real)
(declare-const threshold Real)
; flags inform: alpha < eta
(assert (< alpha eta))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; threshold exists: (eta - alpha) * v > alpha * kappa
(assert (> (* (- eta alpha) v) (* alpha kappa)))
; threshold: threshold * (kappa * (1 - alpha) + (eta - alpha) * v) = kappa
(assert (= (* threshold (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v))) kappa))
; threshold reached: beta >= threshold
(assert (>= beta threshold))
; witness f: f * beta * (eta - alpha) = kappa
(assert (= (* f (* beta (- eta alpha))) kappa))
; witness V: V * (1 - beta) = v - beta * alpha * f
(assert (= (* V (- 1.0 beta)) (- v (* beta (* alpha f)))))
; negated goal: not ((V = v + beta * ((1 - alpha) * V + alpha * (V - f))) and (v + kappa + beta * ((1 - eta) * V + eta * (V - f)) <= V) and (V - f >= 0) and (f >= 0))
(assert (not (and (= V (+ v (* beta (+ (* (- 1.0 alpha) V) (* alpha (- V f)))))) (<= (+ (+ v kappa) (* beta (+ (* (- 1.0 eta) V) (* eta (- V f))))) V) (>= (- V f) 0.0) (>= f 0.0))))
(check-sat)
(pop 1)

; --- sufficiency, without 'threshold exists'
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
(declare-const f Real)
(declare-const V Real)
(declare-const threshold Real)
; flags inform: alpha < eta
(assert (< alpha eta))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; threshold: threshold * (kappa * (1 - alpha) + (eta - alpha) * v) = kappa
(assert (= (* threshold (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v))) kappa))
; threshold reached: beta >= threshold
(assert (>= beta threshold))
; witness f: f * beta * (eta - alpha) = kappa
(assert (= (* f (* beta (- eta alpha))) kappa))
; witness V: V * (1 - beta) = v - beta * alpha * f
(assert (= (* V (- 1.0 beta)) (- v (* beta (* alpha f)))))
; negated goal: not ((V = v + beta * ((1 - alpha) * V + alpha * (V - f))) and (v + kappa + beta * ((1 - eta) * V + eta * (V - f)) <= V) and (V - f >= 0) and (f >= 0))
(assert (not (and (= V (+ v (* beta (+ (* (- 1.0 alpha) V) (* alpha (- V f)))))) (<= (+ (+ v kappa) (* beta (+ (* (- 1.0 eta) V) (* eta (- V f))))) V) (>= (- V f) 0.0) (>= f 0.0))))
(check-sat)
(pop 1)

; --- sufficiency, without 'threshold'
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
(declare-const f Real)
(declare-const V Real)
(declare-const threshold Real)
; flags inform: alpha < eta
(assert (< alpha eta))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; threshold exists: (eta - alpha) * v > alpha * kappa
(assert (> (* (- eta alpha) v) (* alpha kappa)))
; threshold reached: beta >= threshold
(assert (>= beta threshold))
; witness f: f * beta * (eta - alpha) = kappa
(assert (= (* f (* beta (- eta alpha))) kappa))
; witness V: V * (1 - beta) = v - beta * alpha * f
(assert (= (* V (- 1.0 beta)) (- v (* beta (* alpha f)))))
; negated goal: not ((V = v + beta * ((1 - alpha) * V + alpha * (V - f))) and (v + kappa + beta * ((1 - eta) * V + eta * (V - f)) <= V) and (V - f >= 0) and (f >= 0))
(assert (not (and (= V (+ v (* beta (+ (* (- 1.0 alpha) V) (* alpha (- V f)))))) (<= (+ (+ v kappa) (* beta (+ (* (- 1.0 eta) V) (* eta (- V f))))) V) (>= (- V f) 0.0) (>= f 0.0))))
(check-sat)
(pop 1)

; --- sufficiency, without 'threshold reached'
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
(declare-const f Real)
(declare-const V Real)
(declare-const threshold Real)
; flags inform: alpha < eta
(assert (< alpha eta))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; threshold exists: (eta - alpha) * v > alpha * kappa
(assert (> (* (- eta alpha) v) (* alpha kappa)))
; threshold: threshold * (kappa * (1 - alpha) + (eta - alpha) * v) = kappa
(assert (= (* threshold (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v))) kappa))
; witness f: f * beta * (eta - alpha) = kappa
(assert (= (* f (* beta (- eta alpha))) kappa))
; witness V: V * (1 - beta) = v - beta * alpha * f
(assert (= (* V (- 1.0 beta)) (- v (* beta (* alpha f)))))
; negated goal: not ((V = v + beta * ((1 - alpha) * V + alpha * (V - f))) and (v + kappa + beta * ((1 - eta) * V + eta * (V - f)) <= V) and (V - f >= 0) and (f >= 0))
(assert (not (and (= V (+ v (* beta (+ (* (- 1.0 alpha) V) (* alpha (- V f)))))) (<= (+ (+ v kappa) (* beta (+ (* (- 1.0 eta) V) (* eta (- V f))))) V) (>= (- V f) 0.0) (>= f 0.0))))
(check-sat)
(pop 1)

; --- sufficiency, without 'witness f'
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
(declare-const f Real)
(declare-const V Real)
(declare-const threshold Real)
; flags inform: alpha < eta
(assert (< alpha eta))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; threshold exists: (eta - alpha) * v > alpha * kappa
(assert (> (* (- eta alpha) v) (* alpha kappa)))
; threshold: threshold * (kappa * (1 - alpha) + (eta - alpha) * v) = kappa
(assert (= (* threshold (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v))) kappa))
; threshold reached: beta >= threshold
(assert (>= beta threshold))
; witness V: V * (1 - beta) = v - beta * alpha * f
(assert (= (* V (- 1.0 beta)) (- v (* beta (* alpha f)))))
; negated goal: not ((V = v + beta * ((1 - alpha) * V + alpha * (V - f))) and (v + kappa + beta * ((1 - eta) * V + eta * (V - f)) <= V) and (V - f >= 0) and (f >= 0))
(assert (not (and (= V (+ v (* beta (+ (* (- 1.0 alpha) V) (* alpha (- V f)))))) (<= (+ (+ v kappa) (* beta (+ (* (- 1.0 eta) V) (* eta (- V f))))) V) (>= (- V f) 0.0) (>= f 0.0))))
(check-sat)
(pop 1)

; --- sufficiency, without 'witness V'
(push 1)
(set-info :status sat)
(declare-const alpha Real)
(declare-const eta Real)
(declare-const kappa Real)
(declare-const v Real)
(declare-const beta Real)
(declare-const f Real)
(declare-const V Real)
(declare-const threshold Real)
; flags inform: alpha < eta
(assert (< alpha eta))
; shirking tempts: kappa > 0
(assert (> kappa 0.0))
; future is discounted: beta < 1
(assert (< beta 1.0))
; threshold exists: (eta - alpha) * v > alpha * kappa
(assert (> (* (- eta alpha) v) (* alpha kappa)))
; threshold: threshold * (kappa * (1 - alpha) + (eta - alpha) * v) = kappa
(assert (= (* threshold (+ (* kappa (- 1.0 alpha)) (* (- eta alpha) v))) kappa))
; threshold reached: beta >= threshold
(assert (>= beta threshold))
; witness f: f * beta * (eta - alpha) = kappa
(assert (= (* f (* beta (- eta alpha))) kappa))
; negated goal: not ((V = v + beta * ((1 - alpha) * V + alpha * (V - f))) and (v + kappa + beta * ((1 - eta) * V + eta * (V - f)) <= V) and (V - f >= 0) and (f >= 0))
(assert (not (and (= V (+ v (* beta (+ (* (- 1.0 alpha) V) (* alpha (- V f)))))) (<= (+ (+ v kappa) (* beta (+ (* (- 1.0 eta) V) (* eta (- V f))))) V) (>= (- V f) 0.0) (>= f 0.0))))
(check-sat)
(pop 1)
