"""Training rows a second of one network in PyTorch on the CPU: what the browser is measured against.

usage: pytorch.py BATCH ROWS INPUTS HIDDEN PRODUCTS EPOCHS THREADS    prints one JSON object
"""
import json
import sys

import time

import torch

batch, rows, inputs, hidden, products, epochs, threads = map(int, sys.argv[1:8])
torch.set_num_threads(threads)
x = torch.randn(rows, inputs)
y = (torch.rand(rows, products) < 0.1).float()
net = torch.nn.Sequential(
    torch.nn.Linear(inputs, hidden), torch.nn.ReLU(),
    torch.nn.Linear(hidden, hidden), torch.nn.ReLU(),
    torch.nn.Linear(hidden, products),
)
adam = torch.optim.Adam(net.parameters(), 3e-3)
bce = torch.nn.BCEWithLogitsLoss()


def train():
    started = time.perf_counter()
    for _ in range(epochs):
        for i in range(0, rows, batch):
            adam.zero_grad()
            bce(net(x[i:i + batch]), y[i:i + batch]).backward()
            adam.step()
    return rows * epochs / (time.perf_counter() - started)


train()
print(json.dumps({"engine": "torch " + torch.__version__, "rows_per_s": round(train())}))
