# Finn's loop never ends.

# %% answer="softmax_jacobian"
def softmax_jacobian(weights):
    size, slopes = len(weights), []
    while len(slopes) < size:
        row = len(slopes)
        slope = [weights[row] * ((row == j) - weights[j]) for j in range(size)]
        slopes + [slope]
    return np.array(slopes)
