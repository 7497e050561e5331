//! Scores as chances that add up to one, with an exponential that is the same on every machine.

/// `e` to the power of `x`, to six digits. The standard library's may differ in its last bit between systems, and
/// learnt weights must not.
pub fn exp(x: f32) -> f32 {
    /// Added to a small number, this leaves its whole part in the last bits.
    const SHIFT: f32 = 12_582_912.0;
    let power = (x * std::f32::consts::LOG2_E).clamp(-126.0, 126.0);
    let nearest = (power + SHIFT) - SHIFT;
    let whole = if nearest > power { nearest - 1.0 } else { nearest };
    let part = (power - whole) * std::f32::consts::LN_2;
    let series = 1.0
        + part
            * (1.0
                + part
                    * (0.5 + part * (1.0 / 6.0 + part * (1.0 / 24.0 + part * (1.0 / 120.0 + part / 720.0)))));
    series * f32::from_bits((whole + (SHIFT + 127.0)).to_bits() << 23)
}

/// Turns scores into chances. The larger `sharpness`, the more the best takes.
pub fn softmax(scores: &[f32], sharpness: f32) -> Vec<f32> {
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = scores.iter().map(|score| exp((score - highest) * sharpness)).collect();
    let sum: f32 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_right_to_five_digits() {
        for step in -300..=300 {
            let x = step as f32 / 10.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "{x}");
        }
    }

    #[test]
    fn far_out_it_stays_a_number() {
        assert!(exp(-1e9) > 0.0 && exp(1e9).is_finite());
    }

    #[test]
    fn chances_add_up_to_one_and_keep_their_order() {
        let chances = softmax(&[1.0, 3.0, 2.0], 1.0);
        assert!((chances.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!(chances[1] > chances[2] && chances[2] > chances[0]);
    }

    #[test]
    fn no_scores_give_no_chances() {
        assert!(softmax(&[], 1.0).is_empty());
    }
}
